using System.Net;
using System.Net.Sockets;

namespace SsoOidc.Tests.Http;

/// <summary>A caller that waits anyway lends its thread. <see cref="Client.NetworkFailureOnTheCallingThreadTests"/> has what ends such a call.</summary>
public sealed class CallingThreadTests
{
    private const string Token = """{"accessToken":"at","expiresIn":3600}""";

    [Fact, Trait(CoreBuild.Only, CoreBuild.Modern)]
    public async Task The_call_is_over_when_it_returns()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token));
        using var client = Client(server.Url);

        var call = client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.True(call.IsCompleted);
        Assert.Equal("at", (await call).AccessToken);
        Assert.Equal("""{"clientId":"id","clientSecret":"s","grantType":"urn:ietf:params:oauth:grant-type:device_code","deviceCode":"dc"}""", server.Exchanges[0].Body);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Cancelling_ends_it_as_soon_as_the_server_has_accepted(string scheme)
    {
        using var cancel = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = AcceptAsync();
        using var client = Client(new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CreateTokenAsync(A.DeviceToken, cancel.Token));

        Assert.Equal(cancel.Token, error.CancellationToken);
        (await accepted).Dispose();

        async Task<Socket> AcceptAsync()
        {
            var socket = await listener.AcceptSocketAsync(A.Ct);
            await cancel.CancelAsync();
            return socket;
        }
    }

    [Fact]
    public async Task A_handler_of_the_callers_own_is_never_asked_to_send_so()
    {
        // StubHandler has no such method.
        var network = new StubHandler(Answer.Ok(Token));
        using var client = A.Client(network, with: options => options with { UsesCallingThread = true });

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    private static SsoOidcClient Client(Uri endpoint) => new(new SsoOidcClientOptions { EndpointUrl = endpoint, MaxAttempts = 1, UsesCallingThread = true });
}
