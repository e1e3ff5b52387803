using SsoOidc.Base;


namespace SsoOidc.Tests.Base;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  a\tb ", new[] { "a", "b" })]
    [InlineData("profile \"a b\"", new[] { "profile", "a b" })]
    [InlineData("profile 'a\\b'", new[] { "profile", "a\\b" })]
    [InlineData("profile a\\ b", new[] { "profile", "a b" })]
    [InlineData("profile \"a\\\"b\\\\c\\d\"", new[] { "profile", "a\"b\\c\\d" })]
    [InlineData("profile a\"b c\"d", new[] { "profile", "ab cd" })]
    [InlineData("profile \"\"", new[] { "profile", "" })]
    [InlineData("a # b $HOME `x` *", new[] { "a", "#", "b", "$HOME", "`x`", "*" })]
    public void Posix_words_are_quoted_but_never_expanded(string text, string[] words) => Assert.Equal(words, ShellWords.Split(text));

    [Theory]
    [InlineData("it's")]
    [InlineData("\"a")]
    [InlineData("a\\")]
    public void An_open_quote_or_backslash_gives_no_words(string text) => Assert.Null(ShellWords.Split(text));

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("C:\\bin\\a.exe  --x \"b c\"", new[] { "C:\\bin\\a.exe", "--x", "b c" })]
    [InlineData("\"C:\\Program Files\\a.exe\" 'b c'", new[] { "C:\\Program Files\\a.exe", "'b", "c'" })]
    [InlineData("a\\\\\"b c\"", new[] { "a\\b c" })]
    [InlineData("a\\\"b c", new[] { "a\"b", "c" })]
    [InlineData("a \"\" b\\", new[] { "a", "", "b\\" })]
    public void Windows_words_follow_the_c_run_time(string text, string[] words) => Assert.Equal(words, ShellWords.SplitWindows(text));

    [Fact]
    public void An_open_quote_gives_no_words_on_windows_either() => Assert.Null(ShellWords.SplitWindows("a \"b"));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a b\\", "\"a b\\\\\"")]
    [InlineData("a\\\\\"b", "\"a\\\\\\\\\\\"b\"")]
    [InlineData("a&b", "\"a&b\"")]
    [InlineData("a|<>^b", "\"a|<>^b\"")]
    [InlineData("a%b;c(d)", "a%b;c(d)")]
    public void Joined_words_split_into_the_same_words(string word, string joined)
    {
        Assert.Equal(joined, ShellWords.JoinWindows([word]));
        Assert.Equal([word, "x"], ShellWords.SplitWindows(ShellWords.JoinWindows([word, "x"])));
    }
}
