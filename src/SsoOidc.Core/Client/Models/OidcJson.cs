using System.Globalization;
using System.Text.Json;
using SsoOidc.Http;

namespace SsoOidc.Client.Models;

/// <summary>
/// The JSON of restJson1 in a handful of verbs over the reader and writer of System.Text.Json: no reflection and no
/// generated metadata, which would be most of the work of a first call.
/// </summary>
internal static class OidcJson
{
    /// <summary>Deeper than any answer of the service, and shallow enough for any stack.</summary>
    public const int MaxDepth = 16;

    public static PooledBuffer Serialize<TResponse>(SsoOidcRequest<TResponse> request)
        where TResponse : SsoOidcResponse
    {
        var buffer = new PooledBuffer(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            request.WriteMembers(writer);
            writer.WriteEndObject();
        }

        return buffer;
    }

    public static void WriteMember(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void WriteMember(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string>? values)
    {
        if (values is null)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static Utf8JsonReader ReaderFor(ReadOnlySpan<byte> body)
    {
        var bom = (ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF];
        return new Utf8JsonReader(body.StartsWith(bom) ? body.Slice(bom.Length) : body, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Enters the object at the reader; false when there is a null instead.</summary>
    /// <exception cref="JsonException">There is something else.</exception>
    public static bool ReadObjectStart(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.Null => false,
            _ => throw new JsonException("A JSON object was expected."),
        };
    }

    /// <summary>Moves to the next member name of the object; false at its end.</summary>
    public static bool ReadMember(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    public static bool IsMember(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: no name that anybody knows.
            return false;
        }
    }

    public static void SkipMember(this ref Utf8JsonReader reader) => reader.Skip();

    /// <summary>Reads a member's string; null stays null.</summary>
    public static string? ReadString(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetText(),
            _ => throw new JsonException("A string was expected."),
        };
    }

    /// <summary>Reads a string if there is one and skips anything else: for errors, where a part is better than nothing.</summary>
    public static string? ReadStringOrSkip(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetTextOrNull();
        reader.Skip();
        return null;
    }

    public static IReadOnlyList<string>? ReadStrings(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A list of strings was expected.");
        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // A null among the strings is skipped, as a null member is.
            if (reader.TokenType == JsonTokenType.String)
                values.Add(reader.GetText());
            else if (reader.TokenType != JsonTokenType.Null)
                throw new JsonException("A list of strings was expected.");
        }

        return values;
    }

    /// <summary>
    /// Reads a whole number. Also takes what front ends have been seen to send for one: <c>28800.0</c> and <c>"28800"</c>. A part of one is
    /// rounded up, and one that is out of range becomes the nearest that is in it: no token is lost for its lifetime's digits.
    /// </summary>
    public static long? ReadInt64(this ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetInt64(out var value):
                return value;
            case JsonTokenType.Number when reader.TryGetDouble(out var real):
                return ToInt64(real);
            case JsonTokenType.String when double.TryParse(reader.GetText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real):
                return ToInt64(real);
            default:
                throw new JsonException("A whole number was expected.");
        }
    }

    public static int? ReadInt32(this ref Utf8JsonReader reader) => reader.ReadInt64() is { } value
        ? (int)Math.Min(Math.Max(value, int.MinValue), int.MaxValue)
        : null;

    private static long ToInt64(double real)
    {
        if (double.IsNaN(real))
            throw new JsonException("A whole number was expected.");
        real = Math.Ceiling(real);
        // 2^63 has no long; the largest double below it has.
        return real >= 9_223_372_036_854_775_808.0 ? long.MaxValue : real <= -9_223_372_036_854_775_808.0 ? long.MinValue : (long)real;
    }

    private static string GetText(this ref Utf8JsonReader reader) => reader.GetTextOrNull() ?? throw new JsonException("A string is not valid Unicode.");

    /// <summary>Null on invalid UTF-8 or half a surrogate pair, for which the reader's own method raises InvalidOperationException.</summary>
    private static string? GetTextOrNull(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
