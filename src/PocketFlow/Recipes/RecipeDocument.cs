using System.Text.Json;
using System.Text.Json.Nodes;

namespace PocketFlow.Recipes;

/// <summary>A recipe as JSON that can still be changed, value by value, before it is checked and used.</summary>
public sealed class RecipeDocument
{
    private static readonly JsonDocumentOptions s_reading = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly JsonObject _root;
    private readonly string _source;

    /// <summary>Creates an empty recipe.</summary>
    public RecipeDocument()
        : this([], "recipe")
    {
    }

    private RecipeDocument(JsonObject root, string source) => (_root, _source) = (root, source);

    /// <summary>The names of the learners, in order; unknown ones included.</summary>
    public IReadOnlyList<string> Learners =>
        [.. Steps().Select(s => s[LearnerStepConverter.NameKey]?.ToString() ?? "")];

    /// <summary>A recipe that says nothing but how data are prepared.</summary>
    public static RecipeDocument For(PreparationSettings preparation)
    {
        var document = new RecipeDocument();
        document._root["preparation"] = JsonSerializer.SerializeToNode(preparation, RecipeJson.Default.PreparationSettings);
        return document;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="RecipeException">The file is missing or not a JSON object.</exception>
    public static RecipeDocument Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException(path, [new RecipeProblem("", $"the recipe can't be read: {e.Message}")]);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="RecipeException">The text is not a JSON object.</exception>
    public static RecipeDocument Parse(string json, string source)
    {
        try
        {
            return JsonNode.Parse(json, null, s_reading) is JsonObject root
                ? new RecipeDocument(root, source)
                : throw new RecipeException(source, [new RecipeProblem("", "found no JSON object; expected { … }.")]);
        }
        catch (JsonException e)
        {
            string place = $"line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}";
            throw new RecipeException(
                source, [new RecipeProblem("", $"this is no JSON: {e.Message.Split(" LineNumber")[0]} ({place})")]);
        }
    }

    /// <summary>Adds a learner with default options at the end.</summary>
    public void AddLearner(string name)
    {
        if (_root["learners"] is not JsonArray learners)
        {
            _root["learners"] = learners = [];
        }

        learners.Add(new JsonObject { [LearnerStepConverter.NameKey] = name });
    }

    /// <summary>Sets a value.</summary>
    /// <param name="path">
    /// Keys joined by points: <c>seed</c>, <c>learners[0].epochs</c>, or <c>learners.channel-pruning.epochs</c> for all
    /// learners of a name.
    /// </param>
    /// <param name="value">JSON, or else a text.</param>
    /// <exception cref="RecipeException">The path leads nowhere.</exception>
    public void Set(string path, string value)
    {
        string[] keys = path.Replace("[", ".", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal).Split('.');
        IEnumerable<JsonNode> places = [_root];
        foreach (string key in keys[..^1])
        {
            places = [.. places.SelectMany(p => Children(p, key))];
        }

        JsonObject[] objects = [.. places.OfType<JsonObject>()];
        if (objects.Length == 0 || keys.Any(k => k.Length == 0))
        {
            throw new RecipeException(_source, [new RecipeProblem(path, "there is no such place to set a value at.")]);
        }

        foreach (JsonObject place in objects)
        {
            place[keys[^1]] = ValueOf(value);
        }
    }

    /// <summary>Sets an option of every learner that has it.</summary>
    /// <param name="option">The option's key, for example <c>epochs</c>.</param>
    /// <param name="value">JSON, or else a text.</param>
    /// <param name="argument">What the user wrote, for the message.</param>
    /// <exception cref="RecipeException">No learner of the recipe has the option.</exception>
    public void SetForLearners(string option, string value, string argument)
    {
        JsonObject[] having = [.. Steps().Where(s => HasOption(s, option))];
        if (having.Length == 0)
        {
            string learners = Learners.Count == 0 ? "there is none" : $"these are {string.Join(", ", Learners)}";
            throw new RecipeException(
                argument, [new RecipeProblem("", $"no learner of this run has the setting {option}; {learners}.")]);
        }

        foreach (JsonObject step in having)
        {
            step[option] = ValueOf(value);
        }
    }

    /// <summary>Checks keys and types, and reads the recipe.</summary>
    /// <exception cref="RecipeException">Something is wrong; every problem is listed.</exception>
    public Recipe ToRecipe()
    {
        IReadOnlyList<RecipeProblem> problems = RecipeChecker.Check(_root);
        return problems.Count == 0
            ? (Recipe)JsonDefaults.Read(_root, RecipeJson.Default.Recipe, new Recipe())
            : throw new RecipeException(_source, problems);
    }

    private IEnumerable<JsonObject> Steps() => (_root["learners"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool HasOption(JsonObject step, string option) =>
        LearnerRegistry.Default.Find(step[LearnerStepConverter.NameKey]?.ToString() ?? "")?.Options.Properties
            .Any(p => p.Name == option) == true;

    private static IEnumerable<JsonNode> Children(JsonNode place, string key)
    {
        if (place is JsonArray array)
        {
            return int.TryParse(key, out int index)
                ? array.Skip(index).Take(1).OfType<JsonNode>()
                : array.OfType<JsonObject>().Where(o => o[LearnerStepConverter.NameKey]?.ToString() == key);
        }

        return place is JsonObject parent ? [parent[key] ?? (parent[key] = new JsonObject())] : [];
    }

    private static JsonNode? ValueOf(string text)
    {
        try
        {
            return JsonNode.Parse(text, null, s_reading);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
