using SsoOidc.Config;



namespace SsoOidc.Tests.Config;

public sealed class IniFileTests
{
    [Theory]
    [InlineData("a = b # c", "b")]
    [InlineData("a = b\t; c", "b")]
    [InlineData("a = b#c", "b#c")]
    [InlineData("a = b;c", "b;c")]
    [InlineData("a=#b", "#b")]
    [InlineData("a = # b", "")]
    [InlineData("a = https://x.awsapps.com/start#/", "https://x.awsapps.com/start#/")]
    [InlineData("a = b = c", "b = c")]
    [InlineData("a : b", "b")]
    [InlineData("a = \"b c\"", "\"b c\"")]
    [InlineData("A =   b c   ", "b c")]
    [InlineData("  a = b", "b")]
    [InlineData("a =", "")]
    [InlineData("a = [b]", "[b]")]
    public void A_value_ends_before_a_comment_and_keeps_its_quotes(string line, string value)
    {
        var section = Assert.Single(IniFile.Parse("[default]\n" + line + "\n", "f").Sections);

        var property = Assert.Single(section.Properties);
        Assert.Equal("a", property.Key);
        Assert.Equal(value, property.Value);
    }

    [Theory]
    [InlineData("[default]\na = 1\n# x\n ; y\n\n#\nb = 2\n")]
    [InlineData("\uFEFF[default]\na = 1\nb = 2")]
    [InlineData("[default]\r\na = 1\r\nb = 2\r\n")]
    [InlineData("# first\n\n  [ default ]  # last\n a = 1\n b = 2\n")]
    [InlineData("[default]trailing\na = 1\nb = 2\n")]
    [InlineData("[default];c]\na = 1\nb = 2\n")]
    public void Comments_blank_lines_a_byte_order_mark_and_either_newline_change_nothing(string text)
    {
        var section = Assert.Single(IniFile.Parse(text, "f").Sections);

        Assert.StartsWith("default", section.Header, StringComparison.Ordinal);
        Assert.Equal(["a=1", "b=2"], section.Properties.Select(p => $"{p.Key}={p.Value}"));
    }

    [Fact]
    public void Indented_lines_under_an_empty_value_are_nested_keys()
    {
        const string text = "[services s]\nsts = \n  endpoint_url = http://a\n\n# between\n    other = 1 ; x\n\tmore=2\nregion = r\n";

        var properties = Assert.Single(IniFile.Parse(text, "f").Sections).Properties;

        Assert.Equal(["sts", "region"], properties.Select(p => p.Key));
        Assert.Equal(["endpoint_url=http://a", "other=1", "more=2"], properties[0].Nested.Select(p => $"{p.Key}={p.Value}"));
    }

    [Fact]
    public void An_indented_line_under_a_value_continues_it()
    {
        var property = Assert.Single(Assert.Single(IniFile.Parse("[default]\na = b\n  c = d # e\n", "f").Sections).Properties);

        Assert.Equal("b\nc = d # e", property.Value);
    }

    [Theory]
    [InlineData("a = b # x\n  c ; d\n  # e\n  f #\n", "b\nc ; d\nf #")]
    [InlineData("a = b\n\t;c\n  d;e\n", "b\nd;e")]
    public void Behind_the_text_of_a_continued_line_nothing_is_a_comment(string text, string value) =>
        Assert.Equal(value, Assert.Single(Assert.Single(IniFile.Parse("[default]\n" + text, "f").Sections).Properties).Value);

    [Fact]
    public void A_value_that_goes_on_for_long_is_read_in_one_pass()
    {
        var text = "[default]\nk = v\n" + string.Concat(Enumerable.Repeat(" x\n", 40_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var value = Assert.Single(IniFile.Parse(text, "f").Sections).Properties[0].Value;

        Assert.Equal(80_001, value.Length);
        // In the square of the lines it would be gigabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void The_places_of_header_and_values_are_known()
    {
        const string text = "[a]\nx = 1 # one\n[b]\r\ny=\r\n  z = 2\r\n\r\n";
        var sections = IniFile.Parse(text, "f").Sections;

        var x = sections[0].Properties[0];
        Assert.Equal("1", text[x.ValueStart..x.ValueEnd]);
        Assert.Equal("[b]", text[sections[0].End..(sections[0].End + 3)]);
        Assert.Equal("\r\n", text[sections[1].End..]);
        Assert.Equal(5, sections[1].Properties[0].Nested[0].Line);
    }

    [Theory]
    [InlineData("a = 1\n[default]\n", 1, "expected a section header such as [default] or [profile dev] before the first key.")]
    [InlineData("[default]\n\nabc\n", 3, "expected key = value, a [section] or a # comment.")]
    [InlineData("[default]\n= x\n", 2, "expected key = value, a [section] or a # comment.")]
    [InlineData("[default]\r\na = 1\r\n[profile x\r\n", 3, "a section header has to end with ], such as [profile dev].")]
    [InlineData("[]\n", 1, "a section header needs a name, such as [default] or [profile dev].")]
    [InlineData("[default]\ns3 =\n  x\n", 3, "expected an indented key = value under 's3'.")]
    public void A_broken_line_is_one_error_with_file_and_line_and_without_the_line_itself(string text, int line, string expected)
    {
        var error = Assert.Throws<ConfigFileException>(() => IniFile.Parse(text, "/home/me/.aws/config"));

        Assert.Equal($"/home/me/.aws/config, line {line}: {expected}", error.Message);
        Assert.Equal(line, error.Line);
        Assert.Equal("/home/me/.aws/config", error.FilePath);
    }

    [Fact]
    public void A_name_that_looks_like_a_comment_is_read_when_quoted()
    {
        var section = Assert.Single(IniFile.Parse("[profile \"a # b\"]\n", "f").Sections);

        Assert.Equal("profile \"a # b\"", section.Header);
    }

    [Fact]
    public void A_large_file_is_read_in_one_pass()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"[profile p{i}]\nregion = us-east-1\nsso_session = s\n"));

        Assert.Equal(20_000, IniFile.Parse(text, "f").Sections.Count);
    }
}
