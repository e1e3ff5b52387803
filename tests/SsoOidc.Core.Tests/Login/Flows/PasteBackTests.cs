using CsCheck;
using SsoOidc.Login.Flows;

namespace SsoOidc.Tests.Login.Flows;

public sealed class PasteBackTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c&state=s")]
    [InlineData("  http://127.0.0.1:8400/oauth/callback?code=c&state=s\r\n")]
    [InlineData("\"http://127.0.0.1:8400/oauth/callback?state=s&code=c\"")]
    [InlineData("'http://127.0.0.1:8400/oauth/callback?code=c&state=s#_=_'")]
    [InlineData("<http://127.0.0.1:8400/oauth/callback?code=c&state=s>")]
    [InlineData("127.0.0.1:8400/oauth/callback?code=c&state=s")]
    [InlineData("?code=c&state=s")]
    [InlineData("code=c&state=s")]
    public void The_address_is_taken_as_people_paste_it(string line) => Assert.Equal("c", PasteBack.Parse(line, "s")!.Code);

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("http://127.0.0.1:8400/oauth/callback")]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c&state=other")]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c")]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c&code=d&state=s")]
    public void Anything_else_is_not_taken(string line) => Assert.Null(PasteBack.Parse(line, "s"));

    [Fact]
    public void No_line_raises_an_exception() => Gen.String.Sample(line => PasteBack.Parse(line, "s") is null, iter: Fuzz.Iterations);
}
