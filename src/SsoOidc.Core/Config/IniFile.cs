using SsoOidc.Base;

namespace SsoOidc.Config;

/// <summary>
/// The dialect of the AWS shared files. Structure is the AWS CLI's: an indented line continues the value above it, or is
/// a nested key if that value is empty. Comments are those of the other SDKs too: <c>#</c> or <c>;</c> at a line's start
/// or after white space, but not behind the text of a continued line, where nobody takes them for one. Repeated sections and keys merge, the last one counts (the CLI refuses the file).
/// </summary>
internal sealed class IniFile
{
    private readonly string _text;
    private readonly string _path;
    private readonly List<IniSection> _sections = [];
    private IniProperty? _property;

    private IniFile(string text, string path)
    {
        _text = text;
        _path = path;
    }

    public IReadOnlyList<IniSection> Sections => _sections;

    /// <exception cref="ConfigFileException">A line is not what it has to be.</exception>
    public static IniFile Parse(string text, string path)
    {
        var file = new IniFile(text, path);
        file.ReadLines();
        return file;
    }

    private void ReadLines()
    {
        var start = _text.Length > 0 && _text[0] == '\uFEFF' ? 1 : 0;
        for (var number = 1; start < _text.Length; number++)
        {
            var newline = _text.IndexOf('\n', start);
            var next = newline < 0 ? _text.Length : newline + 1;
            ReadLine(new Line(_text, start, newline < 0 ? next : newline, next, number));
            start = next;
        }
    }

    private void ReadLine(Line line)
    {
        if (line.IsBlankOrComment)
            return;
        if (_property is { } property && line.Indent > property.Indent)
            ReadIndented(property, line);
        else if (_text[line.Start] == '[')
            ReadHeader(line);
        else
            ReadProperty(line);
    }

    private void ReadHeader(Line line)
    {
        // A bracket inside a comment does not close the header, unless the name itself holds what looks like a comment.
        var close = _text.LastIndexOf(']', line.ContentEnd - 1, line.ContentEnd - line.Start);
        if (close < 0)
            close = _text.LastIndexOf(']', line.End - 1, line.End - line.Start);
        if (close < 0)
            throw Broken(line, "a section header has to end with ], such as [profile dev]");

        var header = _text.Substring(line.Start + 1, close - line.Start - 1).Trim();
        if (header.Length == 0)
            throw Broken(line, "a section header needs a name, such as [default] or [profile dev]");
        _sections.Add(new IniSection(header, line.Next));
        _property = null;
    }

    private void ReadProperty(Line line)
    {
        if (_sections.Count == 0)
            throw Broken(line, "expected a section header such as [default] or [profile dev] before the first key");

        _property = Split(line, ['=', ':']) ?? throw Broken(line, "expected key = value, a [section] or a # comment");
        _sections[_sections.Count - 1].Properties.Add(_property);
    }

    private void ReadIndented(IniProperty property, Line line)
    {
        property.End = line.Next;
        if (property.IsBlock)
        {
            property.Nested.Add(Split(line, ['=']) ?? throw Broken(line, $"expected an indented key = value under '{Shown.Clean(property.Key)}'"));
            return;
        }

        property.Continue(_text.Substring(line.Start, line.End - line.Start));
        property.ValueEnd = line.End;
    }

    private IniProperty? Split(Line line, char[] delimiters)
    {
        var delimiter = _text.IndexOfAny(delimiters, line.Start, line.ContentEnd - line.Start);
        if (delimiter <= line.Start)
            return null;

        var valueStart = delimiter + 1;
        while (valueStart < line.ContentEnd && char.IsWhiteSpace(_text[valueStart]))
            valueStart++;

        // Keys have no meaning beyond ASCII letters; the CLI folds them the same way.
#pragma warning disable CA1308
        var key = _text.Substring(line.Start, delimiter - line.Start).Trim().ToLowerInvariant();
#pragma warning restore CA1308
        return new IniProperty(key, _text.Substring(valueStart, line.ContentEnd - valueStart), line.Number, line.Indent)
        {
            ValueStart = valueStart,
            ValueEnd = line.ContentEnd,
            End = line.Next,
        };
    }

    // The line itself is not shown: it may be a secret that lost its key.
    private ConfigFileException Broken(Line line, string expected) => new(_path, line.Number, expected + ".");

    /// <summary>The places in one line: content without the blanks and the comment around it.</summary>
    private readonly struct Line
    {
        public Line(string text, int start, int end, int next, int number)
        {
            Number = number;
            Next = next;
            Start = start;
            while (Start < end && char.IsWhiteSpace(text[Start]))
                Start++;
            Indent = Start - start;

            End = end;
            while (End > Start && char.IsWhiteSpace(text[End - 1]))
                End--;

            ContentEnd = FindComment(text, start, Start, End);
            while (ContentEnd > Start && char.IsWhiteSpace(text[ContentEnd - 1]))
                ContentEnd--;
        }

        public int Number { get; }

        /// <summary>The first character that is not blank.</summary>
        public int Start { get; }

        /// <summary>Behind the last character that is not blank.</summary>
        public int End { get; }

        /// <summary>As <see cref="End"/>, before a comment.</summary>
        public int ContentEnd { get; }

        public int Next { get; }

        public int Indent { get; }

        public bool IsBlankOrComment => ContentEnd == Start;

        private static int FindComment(string text, int lineStart, int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                if (text[i] is '#' or ';' && (i == lineStart || char.IsWhiteSpace(text[i - 1])))
                    return i;
            }

            return end;
        }
    }
}
