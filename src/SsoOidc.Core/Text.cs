using System.Text;

namespace SsoOidc;

/// <summary>Makes text that came from a network or a file fit to be shown: it may carry terminal escapes or be endless.</summary>
internal static class Text
{
    /// <summary>Characters kept of a text for a message: three lines of a terminal's 80 columns and some.</summary>
    public const int MessageLength = 500;

    /// <summary>Replaces control and format characters (terminal escapes, line breaks, bidirectional overrides) by spaces and cuts at <paramref name="maxLength"/>.</summary>
    public static string Clean(string text, int maxLength = MessageLength)
    {
        var length = Math.Min(text.Length, maxLength);
        StringBuilder? cleaned = null;
        for (var i = 0; i < length; i++)
        {
            if (!IsUnsafe(text[i]))
                continue;
            cleaned ??= new StringBuilder(text, 0, length, length + 1);
            cleaned[i] = ' ';
        }

        if (text.Length > maxLength)
            return (cleaned?.ToString() ?? text.Substring(0, length)) + "…";
        return cleaned?.ToString() ?? text;
    }

    private static bool IsUnsafe(char c) => char.GetUnicodeCategory(c)
        is System.Globalization.UnicodeCategory.Control
        or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
