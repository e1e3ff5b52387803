using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SsoOidc.Cache;

/// <summary>
/// Writes JSON as Python's <c>json.dumps</c> does (one line, <c>", "</c> and <c>": "</c>, ASCII only), because the AWS CLI hashes such
/// text into file names and a file that two tools write in turns should not change its shape each time.
/// </summary>
internal static class PythonJson
{
    public static string Object(IEnumerable<KeyValuePair<string, string>> members)
    {
        var text = new StringBuilder("{");
        foreach (var member in members)
        {
            if (text.Length > 1)
                text.Append(", ");
            AppendString(text, member.Key);
            text.Append(": ").Append(member.Value);
        }

        return text.Append('}').ToString();
    }

    public static string String(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        AppendString(text, value);
        return text.ToString();
    }

    public static string Array(IEnumerable<string> values) => "[" + string.Join(", ", values.Select(String)) + "]";

    /// <summary>Renders a parsed value again; numbers keep their digits.</summary>
    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair.</exception>
    public static string Render(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(value.EnumerateObject().Select(m => new KeyValuePair<string, string>(m.Name, Render(m.Value)))),
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Render)) + "]",
        JsonValueKind.String => String(value.GetString()!),
        _ => value.GetRawText(),
    };

    /// <summary>Renders members again; one that holds half of a surrogate pair is left out.</summary>
    public static List<KeyValuePair<string, string>> Render(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        var rendered = new List<KeyValuePair<string, string>>();
        foreach (var member in members)
        {
            try
            {
                rendered.Add(new(member.Key, Render(member.Value)));
            }
            catch (InvalidOperationException)
            {
                continue;
            }
        }

        return rendered;
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\f' => text.Append("\\f"),
                '\b' => text.Append("\\b"),
                >= ' ' and <= '~' => text.Append(c),
                _ => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        text.Append('"');
    }
}
