using System.Text.Json;

namespace SsoOidc.Base;

/// <summary>The members of one JSON object of a cache file or a credential source. Everything in it is hostile until it has passed here.</summary>
internal sealed class JsonMembers
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    private JsonMembers(JsonElement element)
    {
        // As in Python, the last of two equal names counts.
        foreach (var member in element.EnumerateObject())
            _members[member.Name] = member.Value.Clone();
    }

    /// <summary>Returns null with the reason when the bytes are not one JSON object.</summary>
    public static JsonMembers? Open(byte[] utf8, out string? problem)
    {
        var start = utf8.Length >= 3 && utf8[0] == 0xEF && utf8[1] == 0xBB && utf8[2] == 0xBF ? 3 : 0;
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory(start), Options);
            problem = document.RootElement.ValueKind == JsonValueKind.Object ? null : "it is not a JSON object";
            return problem is null ? new JsonMembers(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The exception's own text may quote the bytes, and they may hold tokens.
            problem = "it is not valid JSON";
            return null;
        }
    }

    public bool Has(string name) => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A string member that is there and not empty, else null.</summary>
    public string? Text(string name)
    {
        if (!Is(name, JsonValueKind.String, out var value))
            return null;

        try
        {
            var text = value.GetString();
            return string.IsNullOrEmpty(text) ? null : text;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member that is a number, else null.</summary>
    public double? Number(string name) => Is(name, JsonValueKind.Number, out var value) && value.TryGetDouble(out var number) ? number : null;

    /// <summary>A list of strings; null when absent, null or of another type.</summary>
    public IReadOnlyList<string>? TextList(string name)
    {
        if (!Is(name, JsonValueKind.Array, out var value))
            return null;

        try
        {
            return value.EnumerateArray().Select(v => v.GetString() ?? "").ToList();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member that is an object, else null.</summary>
    public JsonMembers? Object(string name)
    {
        if (!Is(name, JsonValueKind.Object, out var value))
            return null;

        try
        {
            return new JsonMembers(value);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The objects of a list, whatever else is in it; empty when absent, null or of another type.</summary>
    public IReadOnlyList<JsonMembers> ObjectList(string name)
    {
        if (!Is(name, JsonValueKind.Array, out var value))
            return [];

        try
        {
            return value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.Object).Select(v => new JsonMembers(v)).ToList();
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>The members not named in <paramref name="known"/>, in their order, without those that are null: Go refuses them.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Others(ICollection<string> known) =>
        _members.Where(member => !known.Contains(member.Key) && member.Value.ValueKind != JsonValueKind.Null);

    private bool Is(string name, JsonValueKind kind, out JsonElement value) => _members.TryGetValue(name, out value) && value.ValueKind == kind;
}
