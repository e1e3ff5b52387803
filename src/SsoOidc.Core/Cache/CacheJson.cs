using System.Text.Json;

namespace SsoOidc.Cache;

/// <summary>One cache file as a flat list of members. Everything in it is hostile until it has passed here.</summary>
internal sealed class CacheJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    private readonly Dictionary<string, JsonElement> _members;

    private CacheJson(Dictionary<string, JsonElement> members) => _members = members;

    /// <summary>Returns null with the reason when the bytes are not one JSON object.</summary>
    public static CacheJson? Open(byte[] utf8, out string? problem)
    {
        var start = utf8.Length >= 3 && utf8[0] == 0xEF && utf8[1] == 0xBB && utf8[2] == 0xBF ? 3 : 0;
        try
        {
            using var document = JsonDocument.Parse(utf8.AsMemory(start), Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problem = "it is not a JSON object";
                return null;
            }

            // As in Python, the last of two equal names counts.
            var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
                members[member.Name] = member.Value.Clone();
            problem = null;
            return new CacheJson(members);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The exception's own text may quote the file, and the file holds tokens.
            problem = "it is not valid JSON";
            return null;
        }
    }

    public bool Has(string name) => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A string member that is there and not empty, else null.</summary>
    public string? Text(string name)
    {
        if (!_members.TryGetValue(name, out var value) || value.ValueKind != JsonValueKind.String)
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

    public DateTimeOffset? Time(string name) => CacheTime.TryParse(Text(name), out var time) ? time : null;

    /// <summary>A list of strings; null when absent, null or of another type.</summary>
    public IReadOnlyList<string>? TextList(string name)
    {
        if (!_members.TryGetValue(name, out var value) || value.ValueKind != JsonValueKind.Array)
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

    /// <summary>The members not named in <paramref name="known"/>, rendered, in file order; nulls are dropped since Go refuses them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Others(ICollection<string> known)
    {
        var others = new List<KeyValuePair<string, string>>();
        foreach (var member in _members)
        {
            if (known.Contains(member.Key) || member.Value.ValueKind == JsonValueKind.Null)
                continue;

            try
            {
                others.Add(new(member.Key, PythonJson.Render(member.Value)));
            }
            catch (InvalidOperationException)
            {
                continue;
            }
        }

        return others;
    }
}
