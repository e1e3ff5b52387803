using System.Text;

namespace SsoOidc.Base;

/// <summary>Splits text into words as the AWS CLI does: section headers everywhere, command lines by the system's rules.</summary>
internal static class ShellWords
{
    /// <summary>POSIX quoting without expansion. <c>null</c> if a quote or a backslash is left open.</summary>
    public static List<string>? Split(string text)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsWhiteSpace(character))
            {
                Flush(words, ref word);
                continue;
            }

            word ??= new StringBuilder();
            if (character == '\\')
            {
                if (++i == text.Length)
                    return null;
                word.Append(text[i]);
            }
            else if (character is '\'' or '"')
            {
                if ((i = ReadQuoted(text, i + 1, character, word)) < 0)
                    return null;
            }
            else
            {
                word.Append(character);
            }
        }

        Flush(words, ref word);
        return words;
    }

    /// <summary>
    /// The rules of the Microsoft C run-time: blanks divide, double quotes join, and backslashes mean something only before
    /// a double quote. <c>null</c> if a quote is left open.
    /// </summary>
    public static List<string>? SplitWindows(string text)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is ' ' or '\t' && !quoted)
            {
                Flush(words, ref word);
                continue;
            }

            word ??= new StringBuilder();
            var backslashes = 0;
            while (i < text.Length && text[i] == '\\')
            {
                backslashes++;
                i++;
            }

            var beforeQuote = i < text.Length && text[i] == '"';
            word.Append('\\', beforeQuote ? backslashes / 2 : backslashes);
            if (beforeQuote && backslashes % 2 == 1)
                word.Append('"');
            else if (beforeQuote)
                quoted = !quoted;
            else if (backslashes > 0)
                i--;
            else
                word.Append(character);
        }

        Flush(words, ref word);
        return quoted ? null : words;
    }

    /// <summary>
    /// Joins words so that the C run-time, and so .NET on every system, splits them into the same words again. What the command interpreter
    /// of Windows would act on is quoted too: a batch file has its arguments read by it.
    /// </summary>
    public static string JoinWindows(IEnumerable<string> words) => string.Join(" ", words.Select(QuoteWindows));

    private static string QuoteWindows(string word)
    {
        if (word.Length > 0 && !word.Any(c => char.IsWhiteSpace(c) || c is '"' or '&' or '|' or '<' or '>' or '^'))
            return word;

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var character in word)
        {
            if (character == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = character == '\\' ? backslashes + 1 : 0;
            quoted.Append(character);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }

    // Returns the place of the closing quote, or -1.
    private static int ReadQuoted(string text, int i, char quote, StringBuilder word)
    {
        for (; i < text.Length; i++)
        {
            if (text[i] == quote)
                return i;
            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
                i++;
            word.Append(text[i]);
        }

        return -1;
    }

    private static void Flush(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
            words.Add(word.ToString());
        word = null;
    }
}
