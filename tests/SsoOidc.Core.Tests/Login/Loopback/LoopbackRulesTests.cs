using System.Text;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Tests.Login.Loopback;

public sealed class LoopbackRulesTests
{
    private const string State = "the-state";

    [Fact]
    public void The_redirect_with_a_code_is_the_result()
    {
        var verdict = Judge("GET /oauth/callback?code=a%2Bb&state=the-state");
        Assert.Equal((200, "a+b", null), (verdict.Status, verdict.Result!.Code, verdict.Result.Error));
    }

    [Fact]
    public void The_redirect_with_an_error_is_the_result_with_its_description()
    {
        var result = Judge("GET /oauth/callback?error=access_denied&error_description=Not+today&state=the-state").Result;
        Assert.Equal((null, "access_denied", "Not today"), (result!.Code, result.Error, result.ErrorDescription));
    }

    [Theory]
    [InlineData("GET /oauth/callback?iss=https%3A%2F%2Fx&code=c&state=the-state&session_state=1")]
    [InlineData("GET /oauth/callback?a=1&a=2&code=c&state=the-state&a=3")]
    [InlineData("GET /oauth/callback?code=c&x=%zz&state=the-state&%=%ff")]
    [InlineData("GET /oauth/callback?&&=&code=c&flag&state=the-state&error_description=%ff&error_uri=x&error_uri=y")]
    public void Members_that_are_not_the_answer_s_own_are_ignored(string request) => Assert.Equal("c", Judge(request).Result!.Code);

    [Theory]
    [InlineData("GET /oauth/callback?error=access_denied&error_description=a&error_description=b&state=the-state")]
    [InlineData("GET /oauth/callback?error=access_denied&error_description=%zz&state=the-state")]
    public void A_description_that_cannot_be_read_does_not_hide_the_error(string request)
    {
        var result = Judge(request).Result;
        Assert.Equal(("access_denied", null), (result!.Error, result.ErrorDescription));
    }

    [Theory]
    [InlineData("Sec-Purpose: prefetch")]
    [InlineData("Sec-Purpose: prefetch;prerender")]
    [InlineData("Purpose: prefetch")]
    [InlineData("X-Moz: prefetch")]
    public void A_look_ahead_does_not_take_the_page_from_the_person(string header)
    {
        var verdict = Judge("GET /oauth/callback?code=c&state=the-state", "Host: 127.0.0.1:8400\r\n" + header);
        Assert.Equal((503, null), (verdict.Status, verdict.Result));
    }

    [Theory]
    [InlineData("GET /oauth/callback?code=c&state=other", 400)]
    [InlineData("GET /oauth/callback?code=c&state=the-stat", 400)]
    [InlineData("GET /oauth/callback?code=c&state=", 400)]
    [InlineData("GET /oauth/callback?code=c", 400)]
    [InlineData("GET /oauth/callback?state=the-state", 400)]
    [InlineData("GET /oauth/callback?code=&state=the-state", 400)]
    [InlineData("GET /oauth/callback?code=%00&state=the-state", 400)]
    [InlineData("GET /oauth/callback?code=c&code=d&state=the-state", 400)]
    [InlineData("GET /oauth/callback?code=c&state=the-state&state=the-state", 400)]
    [InlineData("GET /oauth/callback?code=c&state=the-state&error=x&error=y", 400)]
    [InlineData("GET /oauth/callback?error=x&state=other", 400)]
    [InlineData("GET /oauth/callback?error=access_denied", 400)]
    [InlineData("GET /oauth/callback?error=server_error&error_description=Run+this&state=", 400)]
    [InlineData("GET /oauth/callback?error=&code=c&state=the-state", 400)]
    [InlineData("GET /oauth/callback", 400)]
    [InlineData("GET /favicon.ico", 404)]
    [InlineData("GET /", 404)]
    [InlineData("GET /oauth/callback/?code=c&state=the-state", 404)]
    [InlineData("GET /OAUTH/CALLBACK?code=c&state=the-state", 404)]
    [InlineData("GET /oauth/%63allback?code=c&state=the-state", 404)]
    [InlineData("HEAD /oauth/callback?code=c&state=the-state", 405)]
    [InlineData("POST /oauth/callback?code=c&state=the-state", 405)]
    [InlineData("OPTIONS /oauth/callback?code=c&state=the-state", 405)]
    [InlineData("get /oauth/callback?code=c&state=the-state", 405)]
    public void Anything_else_is_refused(string request, int status)
    {
        var verdict = Judge(request);
        Assert.Null(verdict.Result);
        Assert.Equal(status, verdict.Status);
        Assert.NotEqual("", verdict.Explanation);
    }

    [Theory]
    [InlineData("Host: localhost:8400", 400)]
    [InlineData("Host: 127.0.0.1", 400)]
    [InlineData("Host: 127.0.0.1:8401", 400)]
    [InlineData("Host: attacker.example:8400", 400)]
    [InlineData("Host: 127.0.0.1:8400\r\nSec-Fetch-Mode: no-cors", 403)]
    [InlineData("Host: 127.0.0.1:8400\r\nSec-Fetch-Mode: cors", 403)]
    [InlineData("Host: 127.0.0.1:8400\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe", 403)]
    [InlineData("Host: 127.0.0.1:8400\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", 200)]
    public void Probes_of_other_sites_are_refused_even_with_the_right_state(string headers, int status) =>
        Assert.Equal(status, Judge("GET /oauth/callback?code=c&state=the-state", headers).Status);

    private static LoopbackVerdict Judge(string requestLine, string headers = "Host: 127.0.0.1:8400")
    {
        var text = requestLine + " HTTP/1.1\r\n" + headers + "\r\n\r\n";
        Assert.Equal(LoopbackParse.Complete, LoopbackRequest.TryParse(Encoding.ASCII.GetBytes(text), out var request));
        return LoopbackRules.Judge(request!, 8400, State);
    }
}
