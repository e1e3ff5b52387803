using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Tests.Login.Loopback;

public sealed partial class LoopbackPageTests
{
    [Fact]
    public void The_policy_allows_the_one_style_sheet_and_nothing_else()
    {
        var (head, body) = Split(LoopbackPage.Success("my-sso"));
        var style = StyleElement().Match(body).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains(
            $"Content-Security-Policy: default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n",
            head,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_loaded_scripted_or_styled_in_line()
    {
        var (_, body) = Split(LoopbackPage.Failure("x"));
        Assert.DoesNotMatch("(?i)<script|src=|href=|url\\(|@import|style=|\\son\\w+=|http-equiv", body);
    }

    [Fact]
    public void The_head_tells_browsers_to_keep_and_share_nothing()
    {
        var (head, body) = Split(LoopbackPage.Success("s"));
        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", head, StringComparison.Ordinal);
        foreach (var header in new[] { "Cache-Control: no-store", "Referrer-Policy: no-referrer", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Connection: close" })
            Assert.Contains(header + "\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Light_and_dark_are_both_there_and_the_page_says_what_to_do_next()
    {
        var (_, body) = Split(LoopbackPage.Success("my-sso"));
        Assert.Contains("color-scheme:light dark", body, StringComparison.Ordinal);
        Assert.Contains("@media(prefers-color-scheme:dark)", body, StringComparison.Ordinal);
        Assert.Contains("The session “my-sso” is ready.".Replace("“", "&#8220;", StringComparison.Ordinal).Replace("”", "&#8221;", StringComparison.Ordinal), Entities(body), StringComparison.Ordinal);
        Assert.Contains("Close this tab and go back to the shell.", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("</style></title><b>")]
    [InlineData("&lt;b&gt; ' \u001b[31m \u202e")]
    public void Text_from_outside_is_encoded(string text)
    {
        foreach (var response in new[] { LoopbackPage.Success(text), LoopbackPage.Failure(text), LoopbackPage.Refusal(400, text) })
        {
            var (_, body) = Split(response);
            Assert.DoesNotContain(text, body, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>", body, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b", body, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202e", body, StringComparison.Ordinal);
        }
    }

    private static (string Head, string Body) Split(byte[] response)
    {
        var text = Encoding.UTF8.GetString(response);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text[..end], text[end..]);
    }

    private static string Entities(string html) => html.Replace("“", "&#8220;", StringComparison.Ordinal).Replace("”", "&#8221;", StringComparison.Ordinal);

    [GeneratedRegex("<style>(.*)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();
}
