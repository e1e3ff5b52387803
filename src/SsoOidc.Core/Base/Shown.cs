using System.Globalization;
using System.Text;

namespace SsoOidc.Base;

/// <summary>Makes text that came from a network or a file fit to be shown: it may carry terminal escapes or be endless.</summary>
internal static class Shown
{
    /// <summary>Characters kept of a text for a message: three lines of a terminal's 80 columns and some.</summary>
    public const int MessageLength = 500;

    /// <summary>Replaces control and format characters (terminal escapes, line breaks, bidirectional overrides, tags) by spaces and cuts at <paramref name="maxLength"/>.</summary>
    public static string Clean(string text, int maxLength = MessageLength)
    {
        var length = Math.Min(text.Length, maxLength);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            length--;
        StringBuilder? cleaned = null;
        for (int i = 0, size; i < length; i += size)
        {
            size = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (!IsUnsafe(text, i))
                continue;
            cleaned ??= new StringBuilder(text, 0, length, length + 1);
            for (var half = 0; half < size; half++)
                cleaned[i + half] = ' ';
        }

        if (text.Length > length)
            return (cleaned?.ToString() ?? text.Substring(0, length)) + "…";
        return cleaned?.ToString() ?? text;
    }

    /// <summary>Takes user name and password out of the addresses in a text: .NET quotes a proxy's with them.</summary>
    public static string WithoutUserInfo(string text)
    {
        for (var scheme = text.IndexOf("://", StringComparison.Ordinal); scheme >= 0; scheme = text.IndexOf("://", scheme + 3, StringComparison.Ordinal))
        {
            var start = scheme + 3;
            var end = text.IndexOfAny(['/', '?', '#', ' ', '\r', '\n'], start);
            var at = text.Substring(start, (end < 0 ? text.Length : end) - start).LastIndexOf('@');
            if (at >= 0)
                text = text.Remove(start, at + 1);
        }

        return text;
    }

    /// <summary>A value that should be an address, fit to be shown: without whatever could be user name and password, whether it is one or not.</summary>
    public static string Address(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0)
            return Clean(text);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 || scheme > at ? 0 : scheme + 3;
        return Clean(text.Remove(start, at - start).Insert(start, "***"));
    }

    // A surrogate is one that has lost its pair. Tags, which spell invisible text, are format characters beyond 16 bits.
    private static bool IsUnsafe(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate;
}
