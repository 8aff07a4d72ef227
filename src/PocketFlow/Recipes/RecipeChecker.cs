using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PocketFlow.Data;

namespace PocketFlow.Recipes;

/// <summary>Finds every unknown key and every value of a wrong type; the serializer would stop at the first.</summary>
internal sealed class RecipeChecker
{
    private readonly List<RecipeProblem> _problems = [];

    public static IReadOnlyList<RecipeProblem> Check(JsonObject recipe)
    {
        var checker = new RecipeChecker();
        checker.CheckObject(recipe, RecipeJson.Default.Recipe, "");
        return checker._problems;
    }

    private void CheckObject(JsonObject value, JsonTypeInfo type, string path)
    {
        foreach ((string key, JsonNode? node) in value)
        {
            string place = path.Length == 0 ? key : $"{path}.{key}";
            if (type.Properties.FirstOrDefault(p => p.Name == key) is { } property)
            {
                CheckValue(node, property, place);
            }
            else
            {
                AddUnknown(key, type.Properties.Select(p => p.Name), place);
            }
        }
    }

    private void CheckValue(JsonNode? value, JsonPropertyInfo property, string path)
    {
        if (property.PropertyType == typeof(IReadOnlyList<LearnerStep>))
        {
            CheckLearners(value, path);
            return;
        }

        JsonTypeInfo type = RecipeJson.Default.Options.GetTypeInfo(property.PropertyType);
        if (type.Kind == JsonTypeInfoKind.Object && value is JsonObject nested)
        {
            CheckObject(nested, type, path);
            return;
        }

        try
        {
            value.Deserialize(type);
            if (value is null && !property.IsSetNullable)
            {
                Add(path, $"found null; expected {Expected(property.PropertyType)}.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Add(path, $"found {value?.ToJsonString() ?? "null"}; expected {Expected(property.PropertyType)}.");
        }
    }

    private void CheckLearners(JsonNode? value, string path)
    {
        if (value is not JsonArray steps)
        {
            Add(path, "found no list; expected [ { \"learner\": NAME, … }, … ].");
            return;
        }

        for (int i = 0; i < steps.Count; i++)
        {
            CheckStep(steps[i], $"{path}[{i}]");
        }
    }

    private void CheckStep(JsonNode? value, string path)
    {
        string names = string.Join(", ", LearnerRegistry.Default.Names);
        if (value is not JsonObject step
            || step[LearnerStepConverter.NameKey]?.GetValueKind() is not JsonValueKind.String)
        {
            Add(path, $"found no \"{LearnerStepConverter.NameKey}\"; expected one of {names}.");
            return;
        }

        string name = step[LearnerStepConverter.NameKey]!.GetValue<string>();
        if (LearnerRegistry.Default.Find(name) is not { } kind)
        {
            Add($"{path}.{LearnerStepConverter.NameKey}", LearnerRegistry.Default.Unknown(name));
            return;
        }

        var options = (JsonObject)step.DeepClone();
        options.Remove(LearnerStepConverter.NameKey);
        CheckObject(options, kind.Options, path);
    }

    private void AddUnknown(string key, IEnumerable<string> known, string path)
    {
        string[] names = [.. known];
        string meant = Spelling.Nearest(key, names) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";
        Add(path, $"found an unknown key; expected one of {string.Join(", ", names)}.{meant}");
    }

    private void Add(string path, string problem) => _problems.Add(new RecipeProblem(path, problem));

    private static string Expected(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            { IsEnum: true } => "one of "
                + string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)),
            _ when plain == typeof(int) => "a whole number",
            _ when plain == typeof(double) => "a number",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(string) => "a text",
            _ when plain == typeof(IReadOnlyList<string>) => "a list of texts",
            _ when plain == typeof(IReadOnlyDictionary<string, int>) => "an object of names with whole numbers",
            _ => "an object",
        };
    }
}
