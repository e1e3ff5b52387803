using SsoOidc.Base;

namespace SsoOidc.Tests.Base;

public sealed class ShownTests
{
    public static TheoryData<string, string> Unsafe => new()
    {
        { "red \u001b[31m alert", "red  [31m alert" },
        { "two\r\nlines", "two  lines" },
        { "a\u0000b\u0007c\u007fd\u009be", "a b c d e" },
        { "right-to-left \u202e override", "right-to-left   override" },
        { "zero\u200bwidth\u2028and\u2029separators\ufeff", "zero width and separators " },
        { "tag \U000E0041 pair", "tag    pair" },
        { "half \ud83d pair", "half   pair" },
        { "half pair \udd10", "half pair  " },
        { "cut pair \ud83d", "cut pair  " },
    };

    [Theory]
    [MemberData(nameof(Unsafe))]
    public void What_could_steer_a_terminal_becomes_a_space(string text, string cleaned) => Assert.Equal(cleaned, Shown.Clean(text));

    [Theory]
    [InlineData("")]
    [InlineData("Invalid refresh token provided")]
    [InlineData("Überprüfung 東京 🔐 (e\u0301)")]
    public void Plain_text_stays_the_very_same_object(string text) => Assert.Same(text, Shown.Clean(text));

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "12345…")]
    [InlineData("1\n3456", 5, "1 345…")]
    [InlineData("123🔐", 4, "123…")]
    [InlineData("12🔐4", 4, "12🔐…")]
    public void A_long_text_is_cut_and_never_in_the_middle_of_a_character(string text, int length, string cut) => Assert.Equal(cut, Shown.Clean(text, length));

    [Theory]
    [InlineData("to proxy 'http://user:p@ss'w%2Ford@127.0.0.1:8080/' failed", "to proxy 'http://127.0.0.1:8080/' failed")]
    [InlineData("http://u@a https://b/c@d ftp://:x@e", "http://a https://b/c@d ftp://e")]
    [InlineData("mail@example.com and no address", "mail@example.com and no address")]
    [InlineData("http://", "http://")]
    [InlineData("http://@", "http://")]
    public void An_address_loses_its_user_and_password(string text, string cleaned) => Assert.Equal(cleaned, Shown.WithoutUserInfo(text));

    [Theory]
    [InlineData("https://user:pass@host/path", "https://***@host/path")]
    [InlineData("https://user:pa/ss@w@host", "https://***@host")]
    [InlineData("htp:/user:pass@host", "***@host")]
    [InlineData("user:pass@host://x", "***@host://x")]
    [InlineData("https://host/path?a=b", "https://host/path?a=b")]
    [InlineData("https://host\u001b[31m", "https://host [31m")]
    public void What_should_be_an_address_is_shown_without_what_may_be_a_user_and_a_password(string text, string shown) => Assert.Equal(shown, Shown.Address(text));

    [Fact]
    public void A_message_has_500_characters_at_most()
    {
        Assert.Equal(new string('x', 500), Shown.Clean(new string('x', 500)));
        Assert.Equal(new string('x', 500) + "…", Shown.Clean(new string('x', 100_000)));
    }
}
