using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PocketFlow.Recipes;

/// <summary>Writes a step as one object: the learner's name, then its options.</summary>
internal sealed class LearnerStepConverter : JsonConverter<LearnerStep>
{
    public const string NameKey = "learner";

    public override LearnerStep Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonObject step = JsonNode.Parse(ref reader)?.AsObject()
            ?? throw new JsonException($"found null, expected an object with a \"{NameKey}\".");
        string name = step[NameKey]?.GetValue<string>() ?? throw new JsonException($"\"{NameKey}\" is missing.");
        step.Remove(NameKey);
        LearnerKind kind = LearnerRegistry.Default.Get(name);
        return new LearnerStep(JsonDefaults.Read(step, kind.Options, kind.Defaults));
    }

    public override void Write(Utf8JsonWriter writer, LearnerStep value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(NameKey, value.Learner);
        JsonObject step = JsonSerializer.SerializeToNode(value.Options, value.Kind.Options)!.AsObject();
        foreach ((string key, JsonNode? node) in step)
        {
            writer.WritePropertyName(key);
            if (node is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                node.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
