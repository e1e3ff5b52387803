using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Tests.Client;

/// <summary>What can go wrong on real sockets.</summary>
public class NetworkFailureTests
{
    protected virtual bool UsesCallingThread => false;

    private const string Token = """{"accessToken":"at","expiresIn":3600}""";

    private SsoOidcClient Client(LoopbackServer server) => new(new SsoOidcClientOptions { EndpointUrl = server.Url, UsesCallingThread = UsesCallingThread });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_is_lost_on_a_kept_connection_is_not_asked_for_again_behind_our_back(bool reset)
    {
        var request = 0;
        await using var server = new LoopbackServer(async exchange =>
        {
            if (request++ == 0)
                await exchange.AnswerAsync(Token);
            else if (reset)
                exchange.Reset();
            else
                exchange.Close();
        });
        using var client = Client(server);
        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.Token(GrantTypes.RefreshToken), A.Ct));

        Assert.Equal(2, server.Exchanges.Count);
    }

    [Fact]
    public async Task A_connection_that_the_server_closed_meanwhile_is_replaced()
    {
        var closed = new SemaphoreSlim(0);
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.AnswerAsync(Token);
            exchange.Close();
            closed.Release();
        });
        using var client = Client(server);

        for (var call = 1; call <= 3; call++)
        {
            await client.CreateTokenAsync(A.Token(GrantTypes.RefreshToken), A.Ct);
            await closed.WaitAsync(A.Ct);
            Assert.Equal(call, server.Connections);
        }
    }

    [Theory]
    [InlineData(GrantTypes.AuthorizationCode)]
    [InlineData(GrantTypes.DeviceCode)]
    public async Task A_refused_connection_is_tried_again_whatever_the_grant(string grant)
    {
        Uri nobody;
        await using (var server = new LoopbackServer(_ => Task.CompletedTask))
            nobody = server.Url;
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = nobody, TimeProvider = new InstantClock(), Timeout = Timeout.InfiniteTimeSpan, UsesCallingThread = UsesCallingThread });

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.Token(grant), A.Ct));

        Assert.Equal(3, error.Metadata.Attempts);
        Assert.StartsWith($"No answer from {nobody.Authority}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_answer_is_an_error_with_its_status_and_request_id()
    {
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nx-amzn-RequestId: r\r\n\r\n{\"accessToken\":\"at\"");
            exchange.Close();
        });
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.Token(GrantTypes.RefreshToken), A.Ct));

        Assert.StartsWith("The answer broke off: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, error.StatusCode);
        Assert.Equal("r", error.RequestId);
        Assert.Single(server.Exchanges);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("\0\0\0")]
    public async Task A_server_of_another_protocol_is_an_error_of_the_connection(string greeting)
    {
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.WriteAsync(greeting);
            exchange.Close();
        });
        using var client = Client(server);

        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.Token(GrantTypes.RefreshToken), A.Ct));
    }

    [Fact]
    public async Task Endless_headers_are_an_error_of_the_connection()
    {
        await using var server = new LoopbackServer(exchange => exchange.WriteAsync("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat($"x-long: {new string('x', 1000)}\r\n", 500))));
        using var client = Client(server);

        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.Token(GrantTypes.RefreshToken), A.Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"accessT")]
    public async Task A_server_that_stalls_meets_the_time_limit(string sent)
    {
        var clock = new FakeTimeProvider();
        var stalled = new TaskCompletionSource();
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.WriteAsync(sent);
            stalled.SetResult();
            await Task.Delay(Timeout.Infinite, A.Ct);
        });
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = server.Url, TimeProvider = clock, MaxAttempts = 1, UsesCallingThread = UsesCallingThread });

        var call = Task.Run(() => client.CreateTokenAsync(A.DeviceToken, A.Ct), A.Ct);
        await stalled.Task;
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<SsoOidcTimeoutException>(() => call);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"accessT")]
    public async Task Cancelling_ends_a_call_that_waits_for_the_network(string sent)
    {
        using var cancel = new CancellationTokenSource();
        var stalled = new TaskCompletionSource();
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.WriteAsync(sent);
            stalled.SetResult();
            await Task.Delay(Timeout.Infinite, A.Ct);
        });
        using var client = Client(server);

        var call = Task.Run(() => client.CreateTokenAsync(A.DeviceToken, cancel.Token), A.Ct);
        await stalled.Task;
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    [Fact]
    public async Task Cancelling_ends_a_call_that_still_connects()
    {
        using var cancel = new CancellationTokenSource();
        var connecting = new TaskCompletionSource();
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                connecting.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException("Unreachable: the connection was not cancelled.");
            },
        };
        using var client = A.Client(handler);

        var call = client.CreateTokenAsync(A.DeviceToken, cancel.Token);
        await connecting.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact, Trait(CoreBuild.Only, CoreBuild.NetStandard)]
    public async Task A_body_stream_that_does_not_look_at_the_token_is_closed_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var client = A.Client(new StubHandler(Answer.Streaming(200, new DeafStream())));

        var call = client.CreateTokenAsync(A.DeviceToken, cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    /// <summary>Waits for bytes until it is closed, whatever the token says.</summary>
    private sealed class DeafStream : MemoryStream
    {
        private readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _closed.Task;

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetException(new ObjectDisposedException(nameof(DeafStream)));
            base.Dispose(disposing);
        }
    }
}

/// <summary>The same for a caller who lends its thread.</summary>
public sealed class NetworkFailureOnTheCallingThreadTests : NetworkFailureTests
{
    protected override bool UsesCallingThread => true;
}
