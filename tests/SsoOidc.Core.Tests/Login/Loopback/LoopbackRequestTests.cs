using System.Text;
using CsCheck;
using SsoOidc.Base;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Tests.Login.Loopback;

public sealed class LoopbackRequestTests
{
    private const string Browser =
        "GET /oauth/callback?code=c&state=s HTTP/1.1\r\nHost: 127.0.0.1:8400\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html\r\nSec-Fetch-Mode: navigate\r\n\r\n";

    [Fact]
    public void The_request_of_a_browser_is_read()
    {
        var request = Parse(Browser);
        Assert.Equal("GET", request.Method);
        Assert.Equal("/oauth/callback", request.Path);
        Assert.Equal("code=c&state=s", request.Query);
        Assert.Equal("127.0.0.1:8400", request.Header("host"));
        Assert.Equal("navigate", request.Header("sec-fetch-mode"));
        Assert.Null(request.Header("origin"));
    }

    [Fact]
    public void Every_part_of_a_request_is_incomplete()
    {
        for (var length = 0; length < Browser.Length; length++)
            Assert.Equal(LoopbackParse.Incomplete, LoopbackRequest.TryParse(Encoding.Latin1.GetBytes(Browser[..length]), out _));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\nbody")] // a body or a second request
    [InlineData("GET / HTTP/1.1\r\n\r\n")] // no Host
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("GET / HTTP/2\r\nHost: h\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET / HTTP/1.1 \r\nHost: h\r\n\r\n")]
    [InlineData("GET /\r\nHost: h\r\n\r\n")]
    [InlineData("G(T / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData(" GET / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/ HTTP/1.1\r\nHost: h\r\n\r\n")] // a proxy's form
    [InlineData("GET * HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /#code HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /\t HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: h\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\rX: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost : h\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n: no name\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX: \0\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    public void What_no_browser_sends_is_malformed(string text) =>
        Assert.Equal(LoopbackParse.Malformed, LoopbackRequest.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void Random_bytes_never_raise_an_exception_and_what_is_accepted_is_clean()
    {
        string[] words = ["GET ", "/oauth/callback", "?code=", "&state=", " HTTP/1.1", "\r\n", "\r\n\r\n", "Host: ", "127.0.0.1:1", ":", " ", "%", "%00", "%e9", "\0", "\n", "\u00ff"];
        var pieces = Gen.Int[0, words.Length - 1].Select(i => words[i]);
        var text = Gen.OneOf(pieces.Array[0, 20].Select(parts => string.Concat(parts)), Gen.Byte.Array[0, 200].Select(Encoding.Latin1.GetString));
        text.Sample(
            received =>
            {
                if (LoopbackRequest.TryParse(Encoding.Latin1.GetBytes(received), out var request) != LoopbackParse.Complete)
                    return;
                Assert.NotNull(request!.Header("host"));
                Assert.StartsWith("/", request.Path, StringComparison.Ordinal);
                Assert.All(request.Path + request.Query, c => Assert.InRange(c, '!', '~'));
                QueryText.Read(request.Query, "code", out _);
            },
            iter: Fuzz.Iterations);
    }

    [Theory]
    [InlineData("code", "a/b=")]
    [InlineData("state", "x.y-z_~")]
    [InlineData("error_description", "No way! €")]
    [InlineData("empty", "")]
    [InlineData("flag", "")]
    public void A_member_is_decoded(string name, string value)
    {
        Assert.Equal(value, QueryText.Read("code=a%2Fb%3D&state=x.y-z_~&error_description=No+way%21%20%E2%82%AC&empty=&flag&&", name, out var isThere));
        Assert.True(isThere);
    }

    [Fact]
    public void A_member_that_is_not_there_has_no_value()
    {
        Assert.Null(QueryText.Read("cod=a&codes=b", "code", out var isThere));
        Assert.False(isThere);
    }

    [Theory]
    [InlineData("code=a&code=b")]
    [InlineData("code=a&c%6Fde=b")]
    [InlineData("code=%")]
    [InlineData("code=%4")]
    [InlineData("code=%zz")]
    [InlineData("code=%ff")]
    [InlineData("code=%c0%af")]
    [InlineData("code=%ed%a0%80")]
    [InlineData("code=é")]
    [InlineData("code=a b")]
    public void A_member_with_two_meanings_or_none_is_refused(string query)
    {
        Assert.Null(QueryText.Read(query, "code", out var isThere));
        Assert.True(isThere);
    }

    private static LoopbackRequest Parse(string text)
    {
        Assert.Equal(LoopbackParse.Complete, LoopbackRequest.TryParse(Encoding.Latin1.GetBytes(text), out var request));
        return request!;
    }
}
