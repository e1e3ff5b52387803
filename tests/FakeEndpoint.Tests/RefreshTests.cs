using System.Net;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class RefreshTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refresh_token_is_taken_once_and_replaced()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterScopedAsync();
        var first = (await caller.LogInAsync(client)).String("refreshToken");

        var second = await RefreshAsync(caller, client, first);
        var replay = await RefreshAsync(caller, client, first);
        var third = await RefreshAsync(caller, client, second.String("refreshToken"));

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual(first, second.String("refreshToken"));
        Caller.AssertError(replay, "InvalidGrantException", "Invalid refresh token provided");
        Assert.Equal(HttpStatusCode.OK, third.Status);
    }

    [Fact]
    public async Task Needs_the_secret_of_the_same_client_and_does_not_burn_the_token_otherwise()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterScopedAsync();
        var refresh = (await caller.LogInAsync(client)).String("refreshToken");

        var wrongSecret = await RefreshAsync(caller, client with { Secret = "wrong" }, refresh);
        var wrongClient = await RefreshAsync(caller, await caller.RegisterScopedAsync(), refresh);
        var right = await RefreshAsync(caller, client, refresh);

        Caller.AssertError(wrongSecret, "InvalidClientException");
        Caller.AssertError(wrongClient, "InvalidGrantException", "Invalid refresh token provided");
        Assert.Equal(HttpStatusCode.OK, right.Status);
    }

    [Fact]
    public async Task Ends_with_the_session_also_for_rotated_tokens()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(
            new FakeOptions { TimeProvider = time, SessionLifetime = TimeSpan.FromHours(2) }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterScopedAsync();
        var refresh = (await caller.LogInAsync(client)).String("refreshToken");

        time.Advance(TimeSpan.FromHours(1));
        refresh = (await RefreshAsync(caller, client, refresh)).String("refreshToken");
        time.Advance(TimeSpan.FromHours(1));

        Caller.AssertError(await RefreshAsync(caller, client, refresh), "InvalidGrantException");
    }

    [Fact]
    public async Task Only_clients_registered_for_it_get_a_refresh_token()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { TokenLifetime = TimeSpan.FromSeconds(90) }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync(new()
        {
            ["scopes"] = new[] { "sso:account:access" },
            ["grantTypes"] = new[] { Caller.DeviceCode },
        });

        var token = await caller.LogInAsync(client);

        Assert.Null(token.Json.GetProperty("refreshToken").GetString());
        Assert.Equal(90, token.Json.GetProperty("expiresIn").GetInt32());
        Caller.AssertError(await RefreshAsync(caller, client, "x"), "UnauthorizedClientException");
    }

    private static Task<Answer> RefreshAsync(Caller caller, Registered client, string refreshToken) =>
        caller.TokenAsync(client, "refresh_token", ("refreshToken", refreshToken));
}
