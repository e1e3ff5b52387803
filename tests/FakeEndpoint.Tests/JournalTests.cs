using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class JournalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_what_came_and_how_it_was_answered()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);

        await caller.PostAsync("/client/register?a=b", """{"clientName":"n","clientType":"public","scopes":["openid", "aws"]}""");
        time.Advance(TimeSpan.FromSeconds(5));
        await caller.PostAsync("/token", """{"clientId":"c"}""");

        var (first, second) = (server.Journal[0], server.Journal[1]);
        Assert.Equal(("RegisterClient", "POST", "/client/register", 200), (first.Operation, first.Method, first.Path, first.Status));
        Assert.Equal("b", first.Query["a"]);
        Assert.Equal("application/json", first.Headers["content-type"]);
        Assert.Equal("n", first.Body["clientName"]);
        Assert.Equal("""["openid", "aws"]""", first.Body["scopes"]);
        Assert.Equal(67, first.BodyLength);
        Assert.Equal(TimeSpan.FromSeconds(5), second.Timestamp - first.Timestamp);
        Assert.Equal((400, "InvalidRequestException"), (second.Status, second.Error));
        Assert.Equal(first.ConnectionId, second.ConnectionId);
        Assert.Equal(first.RemotePort, second.RemotePort);
    }

    [Fact]
    public async Task A_second_client_is_a_second_connection()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var one = new Caller(server);
        using var two = new Caller(server);

        await one.RegisterAsync();
        await two.RegisterAsync();

        Assert.Equal(2, server.Journal.Select(entry => entry.ConnectionId).Distinct().Count());
    }

    [Fact]
    public async Task Masks_every_secret_and_can_tell_whether_a_text_holds_one()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        using var oidc = Sdk.Signed(server);
        var client = await caller.RegisterScopedAsync();
        var device = await caller.StartDeviceAsync(client);
        var token = await caller.PollAsync(client, device.String("deviceCode"));
        await caller.GetAsync("/assignment/accounts", token.String("accessToken"));
        await caller.TokenAsync(client, "refresh_token", ("refreshToken", token.String("refreshToken")));
        await caller.TokenAsync(client, "authorization_code", ("code", "the-authorization-code"), ("codeVerifier", Caller.Verifier));
        await oidc.CreateTokenWithIAMAsync(
            new() { ClientId = Sdk.Arn, GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer", Assertion = Sdk.Jwt("someone") }, Token);

        var shown = (await caller.GetAsync("/__fake/journal")).Text;

        Assert.Empty(server.SecretsIn(shown));
        Assert.DoesNotContain("the-authorization-code", shown, StringComparison.Ordinal);
        Assert.Equal(JournalEntry.Mask(client.Secret), server.Journal[1].Body["clientSecret"]);
        Assert.Equal(JournalEntry.Mask(token.String("accessToken")), server.Journal[3].Headers["x-amz-sso_bearer_token"]);
        var authorization = server.Journal[^1].Headers["Authorization"];
        Assert.Contains("SignedHeaders=", authorization, StringComparison.Ordinal);
        Assert.Matches(@"Signature=\*\*\*[0-9a-f]{8}$", authorization);
        Assert.Equal(["accessToken", "refreshToken"], server.SecretsIn("x" + token.Text));
        Assert.Equal(["codeVerifier"], server.SecretsIn(Caller.Verifier));
        Assert.Equal(["deviceCode"], server.SecretsIn(device.Text));
    }

    [Fact]
    public async Task Keeps_every_request_of_many_at_once()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => caller.RegisterAsync()));

        Assert.Equal(100, server.Journal.Count(entry => entry is { Operation: "RegisterClient", Status: 200 }));
    }
}
