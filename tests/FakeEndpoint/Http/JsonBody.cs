using System.Text.Json;

namespace SsoOidc.FakeEndpoint.Http;

/// <summary>The members of a JSON request body. Null counts as absent, unknown members are tolerated.</summary>
internal sealed class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly JsonElement _root;

    private JsonBody(JsonElement root)
    {
        _root = root;
    }

    /// <summary>Checks the content type and parses the body.</summary>
    public static JsonBody Read(IncomingRequest request)
    {
        var contentType = request.Header("Content-Type");
        if (contentType is null || !IsJson(contentType))
            throw ServiceException.FrontEnd(415, "UnsupportedMediaTypeException", "The content type must be application/json.");
        return Parse(request.Body);
    }

    public static JsonBody Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw ServiceException.FrontEnd(400, "SerializationException", "Start of structure or map expected.");
            return new JsonBody(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            throw ServiceException.FrontEnd(400, "SerializationException", "The request body is not valid JSON.");
        }
    }

    public IEnumerable<JsonProperty> Members => _root.EnumerateObject();

    public string Required(string name) =>
        Optional(name) is { Length: > 0 } value ? value : throw Invalid($"Missing required member: {name}");

    public string? Optional(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Invalid($"{name} must be a string"),
    };

    public IReadOnlyList<string>? OptionalList(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Invalid($"{name} must be a list of strings");
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    public int? OptionalInt(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        _ => throw Invalid($"{name} must be an integer"),
    };

    public bool? OptionalBool(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Invalid($"{name} must be true or false"),
    };

    public JsonElement? Find(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static ServiceException Invalid(string description) => new(ErrorKind.InvalidRequest, description);

    private static bool IsJson(string contentType)
    {
        var parts = contentType.Split(';', 2, StringSplitOptions.TrimEntries);
        return parts[0].Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (parts.Length == 1 || parts[1].Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
