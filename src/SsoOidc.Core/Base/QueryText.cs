using System.Text;

namespace SsoOidc.Base;

/// <summary>Writes queries and forms, and reads the query of a redirect, strictly: it comes from whoever can reach the port.</summary>
internal static class QueryText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The members that have a value, escaped.</summary>
    public static string Write((string Name, string? Value)[] members) =>
        string.Join("&", members.Where(member => member.Value is not null).Select(member => member.Name + "=" + Uri.EscapeDataString(member.Value!)));

    /// <summary>Null for a broken escape, bytes that are not UTF-8, or a name that comes twice: which of the two would be meant?</summary>
    public static Dictionary<string, string>? Parse(string query)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&'))
        {
            if (pair.Length == 0)
                continue;

            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair.Substring(0, equals));
            var value = Decode(equals < 0 ? "" : pair.Substring(equals + 1));
            if (name is null || value is null || members.ContainsKey(name))
                return null;
            members.Add(name, value);
        }

        return members;
    }

    private static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%')
            {
                if (i + 2 >= text.Length || Hex(text[i + 1]) is not { } high || Hex(text[i + 2]) is not { } low)
                    return null;
                bytes[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            else if (c is > ' ' and <= '~')
            {
                bytes[length++] = (byte)(c == '+' ? ' ' : c);
            }
            else
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static int? Hex(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => null,
    };
}
