using System.Text;

namespace SsoOidc.Base;

/// <summary>Writes queries and forms, and reads single members of a query that may come from anybody.</summary>
internal static class QueryText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The members that have a value, escaped.</summary>
    public static string Write((string Name, string? Value)[] members) =>
        string.Join("&", members.Where(member => member.Value is not null).Select(member => member.Name + "=" + Uri.EscapeDataString(member.Value!)));

    /// <summary>
    /// A member's value, whatever else the query holds: unknown members are ignored (RFC 6749 section 4.1.2). Null when it is not there, holds
    /// a broken escape or bytes that are not UTF-8, or comes twice: which of the two would be meant?
    /// </summary>
    /// <param name="query">The query without its question mark.</param>
    /// <param name="name">The member.</param>
    /// <param name="isThere">Whether the member is there, readable or not.</param>
    public static string? Read(string query, string name, out bool isThere)
    {
        string? value = null;
        isThere = false;
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (Decode(equals < 0 ? pair : pair.Substring(0, equals)) != name)
                continue;
            if (isThere)
                return null;
            isThere = true;
            value = Decode(equals < 0 ? "" : pair.Substring(equals + 1));
        }

        return value;
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
