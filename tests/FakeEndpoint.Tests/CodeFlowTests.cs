using System.Net;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class CodeFlowTests
{
    private const string Redirect = "http://127.0.0.1:49152/oauth/callback";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auto_mode_redirects_at_once_and_the_code_buys_a_token_once()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterForCodeAsync();

        var answer = await caller.GetAsync(Caller.AuthorizeQuery(client.Id));
        var back = Caller.Redirected(answer);
        var token = await RedeemAsync(caller, client, back["code"]);
        var again = await RedeemAsync(caller, client, back["code"]);

        Assert.StartsWith(Redirect + "?", answer.Message.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("s-1", back["state"]);
        Assert.Equal(HttpStatusCode.OK, token.Status);
        Assert.Equal(3600, token.Json.GetProperty("expiresIn").GetInt32());
        Assert.StartsWith("aor", token.String("refreshToken"), StringComparison.Ordinal);
        Caller.AssertError(again, "InvalidGrantException");
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("deny")]
    public async Task Manual_mode_shows_a_page_that_decides_once(string decision)
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterForCodeAsync();

        var page = await caller.GetAsync(Caller.AuthorizeQuery(client.Id));
        var start = page.Text.IndexOf("name=\"request\" value=\"", StringComparison.Ordinal) + "name=\"request\" value=\"".Length;
        var id = page.Text[start..(start + 32)];
        var back = Caller.Redirected(await caller.FormAsync("/authorize", ("request", id), ("decision", decision)));
        var again = await caller.FormAsync("/authorize", ("request", id), ("decision", decision));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("id=\"approve\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("id=\"deny\"", page.Text, StringComparison.Ordinal);
        Assert.Equal("s-1", back["state"]);
        if (decision == "approve")
            Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(caller, client, back["code"])).Status);
        else
            Assert.Equal(("access_denied", "The user denied the request"), (back["error"], back["error_description"]));
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/oauth/callback", true)]
    [InlineData("http://127.0.0.1/oauth/callback", true)]
    [InlineData("http://127.0.0.1:49152/other", false)]
    [InlineData("http://127.0.0.1:49152/oauth/callback?x=1", false)]
    [InlineData("http://127.0.0.1:49152/oauth/callback#f", false)]
    [InlineData("http://localhost:49152/oauth/callback", false)]
    [InlineData("https://127.0.0.1:49152/oauth/callback", false)]
    [InlineData("http://user@127.0.0.1:49152/oauth/callback", false)]
    [InlineData("http://example.com/oauth/callback", false)]
    public async Task Redirects_only_to_registered_addresses_with_any_loopback_port(string redirectUri, bool allowed)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterForCodeAsync();

        var answer = await caller.GetAsync(Caller.AuthorizeQuery(client.Id, redirectUri));

        Assert.Equal(allowed ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(allowed, answer.Message.Headers.Location is not null);
    }

    [Fact]
    public async Task Unknown_clients_and_clients_for_other_grants_get_an_error_page()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var deviceClient = await caller.RegisterScopedAsync();

        foreach (var id in (string[])["<script>", deviceClient.Id])
        {
            var answer = await caller.GetAsync(Caller.AuthorizeQuery(id));
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal("text/html", answer.Message.Content.Headers.ContentType?.MediaType);
            Assert.Null(answer.Message.Headers.Location);
        }
    }

    [Theory]
    [InlineData("response_type=code", "response_type=token", "unsupported_response_type")]
    [InlineData("code_challenge_method=S256", "code_challenge_method=plain", "invalid_request")]
    [InlineData("code_challenge=", "code_challenge=x", "invalid_request")]
    [InlineData("scopes=sso%3Aaccount%3Aaccess", "scopes=openid", "invalid_scope")]
    public async Task Faults_of_the_client_come_back_to_it(string member, string replaced, string error)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterForCodeAsync();

        var query = Caller.AuthorizeQuery(client.Id).Replace(member, replaced, StringComparison.Ordinal);
        var back = Caller.Redirected(await caller.GetAsync(query));

        Assert.Equal(error, back["error"]);
        Assert.Equal("s-1", back["state"]);
        Assert.False(back.ContainsKey("code"));
    }

    [Theory]
    [InlineData("redirectUri", "http://127.0.0.1:49153/oauth/callback", "InvalidGrantException")]
    [InlineData("redirectUri", null, "InvalidRequestException")]
    [InlineData("codeVerifier", "0123456789-abcdefghijklmnopqrstuvwxyz._~ABCDEFGHIK", "InvalidGrantException")]
    [InlineData("codeVerifier", "too-short", "InvalidRequestException")]
    [InlineData("codeVerifier", "0123456789-abcdefghijklmnopqrstuvwxyz._~ABCDEFGHI!", "InvalidRequestException")]
    [InlineData("codeVerifier", null, "InvalidRequestException")]
    [InlineData("code", "wrong", "InvalidGrantException")]
    [InlineData("code", null, "InvalidRequestException")]
    public async Task A_code_needs_its_redirect_address_and_verifier(string member, string? value, string name)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterForCodeAsync();
        var code = Caller.Redirected(await caller.GetAsync(Caller.AuthorizeQuery(client.Id)))["code"];
        var members = new Dictionary<string, object?>
        {
            ["clientId"] = client.Id,
            ["clientSecret"] = client.Secret,
            ["grantType"] = "authorization_code",
            ["code"] = code,
            ["redirectUri"] = Redirect,
            ["codeVerifier"] = Caller.Verifier,
            [member] = value,
        };

        var answer = await caller.PostAsync("/token", members);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith(name + ":", answer.ErrorType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_belongs_to_its_client()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var code = Caller.Redirected(await caller.GetAsync(Caller.AuthorizeQuery((await caller.RegisterForCodeAsync()).Id)))["code"];

        Caller.AssertError(await RedeemAsync(caller, await caller.RegisterForCodeAsync(), code), "InvalidGrantException");
    }

    private static Task<Answer> RedeemAsync(Caller caller, Registered client, string code) => caller.TokenAsync(
        client, "authorization_code", ("code", code), ("redirectUri", Redirect), ("codeVerifier", Caller.Verifier));
}
