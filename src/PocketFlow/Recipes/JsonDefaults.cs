using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace PocketFlow.Recipes;

/// <summary>
/// Reads records whose properties have defaults. Generated deserializers set every init property, absent ones to null
/// or zero, so defaults are laid under what was given.
/// </summary>
internal static class JsonDefaults
{
    public static object Read(JsonObject given, JsonTypeInfo type, object defaults)
    {
        var tree = (JsonObject)JsonSerializer.SerializeToNode(defaults, type)!;
        Overlay(tree, given);
        return tree.Deserialize(type)!;
    }

    private static void Overlay(JsonObject under, JsonObject over)
    {
        foreach ((string key, JsonNode? value) in over)
        {
            if (value is JsonObject nested && under[key] is JsonObject known)
            {
                Overlay(known, nested);
            }
            else
            {
                under[key] = value?.DeepClone();
            }
        }
    }
}
