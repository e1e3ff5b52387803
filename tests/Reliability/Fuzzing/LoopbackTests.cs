using SsoOidc.Login.Loopback;


namespace SsoOidc.Reliability.Fuzzing;

/// <summary>Whatever knocks at the loopback port is judged without an exception, and only the redirect with the right state brings a code.</summary>
public sealed class LoopbackTests
{
    private const string Redirect = "GET /oauth/callback?code=abc&state=s HTTP/1.1\r\nHost: 127.0.0.1:1\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n";
    private const string Denial = "GET /oauth/callback?error=access_denied&error_description=No+way&state=s HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n";

    [Fact]
    public void A_request_is_judged_and_a_code_needs_the_state() => Check.Bytes("loopback", Inputs.Request(Redirect, Denial), bytes =>
    {
        if (LoopbackRequest.TryParse(bytes, out var request) != LoopbackParse.Complete)
            return;
        var verdict = LoopbackRules.Judge(request!, 1, "s");
        Assert.InRange(verdict.Status, 200, 499);
        if (verdict.Result?.Code is null)
            return;
        Assert.Equal(("GET", LoopbackRules.CallbackPath, "127.0.0.1:1"), (request!.Method, request.Path, request.Header("host")));
        Assert.Contains("state=s", Uri.UnescapeDataString(request.Query), StringComparison.Ordinal);
    });

    [Fact]
    public void The_redirect_itself_is_taken()
    {
        Assert.Equal(LoopbackParse.Complete, LoopbackRequest.TryParse(System.Text.Encoding.ASCII.GetBytes(Redirect), out var request));
        Assert.Equal("abc", LoopbackRules.Judge(request!, 1, "s").Result?.Code);
    }
}
