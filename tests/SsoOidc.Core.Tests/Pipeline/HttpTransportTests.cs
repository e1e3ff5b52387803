using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Tests.Pipeline;

/// <summary>The transport over real sockets.</summary>
public sealed class HttpTransportTests
{
    private const string Token = """{"accessToken":"at","expiresIn":3600}""";

    [Fact]
    public async Task A_thousand_calls_of_many_clients_share_one_connection()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token));

        for (var call = 0; call < 1000; call++)
        {
            using var client = Client(server);
            Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
        }

        Assert.Equal(1000, server.Exchanges.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Errors_and_empty_answers_leave_the_connection_usable()
    {
        var request = 0;
        await using var server = new LoopbackServer(exchange => (request++ switch
        {
            0 => exchange.AnswerAsync("""{"error":"authorization_pending"}""", 400),
            1 => exchange.AnswerAsync("", 404),
            _ => exchange.AnswerAsync(Token),
        }));
        using var client = Client(server);

        await Assert.ThrowsAsync<AuthorizationPendingException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
        await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task The_request_is_one_plain_http11_message()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token));
        using var client = Client(server);

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        var exchange = Assert.Single(server.Exchanges);
        var lines = exchange.Head.Split("\r\n");
        Assert.Equal("POST /token HTTP/1.1", lines[0]);
        Assert.Contains($"Host: 127.0.0.1:{server.Port}", lines);
        Assert.Contains("Content-Type: application/json", lines);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(exchange.Body)}", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("Expect", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(lines, l => l.StartsWith("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(lines, l => l.StartsWith("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_custom_endpoints_path_goes_before_the_operations()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token));
        using var client = new SsoOidcClient(new SsoOidcClientOptions { Region = A.Region, EndpointUrl = new Uri(server.Url, "/base path/"), Credentials = A.Credentials });

        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.StartsWith("POST /base%20path/token?aws_iam=t HTTP/1.1\r\n", Assert.Single(server.Exchanges).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_of_an_IPv6_address_is_sent_as_it_is_signed()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token), address: IPAddress.IPv6Loopback);
        using var client = Client(server);

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Contains($"\r\nHost: [::1]:{server.Port}\r\n", Assert.Single(server.Exchanges).Head + "\r\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync("", 307, "Location: /elsewhere\r\n"));
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, error.StatusCode);
        Assert.Single(server.Exchanges);
    }

    [Fact]
    public async Task A_cookie_is_not_given_back()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token, headers: "Set-Cookie: a=b\r\n"));
        using var client = Client(server);

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);
        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.DoesNotContain("Cookie", server.Exchanges[1].Head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_compressed_answer_is_read_although_none_is_asked_for()
    {
        await using var server = new LoopbackServer(exchange => WriteGzipAsync(exchange, Encoding.UTF8.GetBytes(Token)));
        using var client = Client(server);

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
        Assert.DoesNotContain("gzip", Assert.Single(server.Exchanges).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_answer_is_measured_unpacked()
    {
        await using var server = new LoopbackServer(exchange => WriteGzipAsync(exchange, new byte[64 * 1024 * 1024]));
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("The answer is over 1048576 bytes.", error.Message);
    }

    [Fact]
    public async Task An_answer_that_only_says_that_it_is_compressed_is_an_error_of_the_answer()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync(Token, headers: "Content-Encoding: gzip\r\nx-amzn-RequestId: r\r\n"));
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("r", error.RequestId);
        Assert.Single(server.Exchanges);
    }

    [Fact]
    public async Task A_chunked_answer_is_read()
    {
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var c in Token)
                await exchange.WriteAsync($"1\r\n{c}\r\n");
            await exchange.WriteAsync("0\r\n\r\n");
        });
        using var client = Client(server);

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task A_large_answer_of_many_pieces_is_read_whole()
    {
        var big = new string('x', 300_000);
        await using var server = new LoopbackServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\n\r\n{\"accessToken\":\"");
            for (var at = 0; at < big.Length; at += 7000)
                await exchange.WriteAsync(big.Substring(at, Math.Min(7000, big.Length - at)));
            await exchange.WriteAsync("\"}");
            exchange.Close();
        });
        using var client = Client(server);

        Assert.Equal(big, (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

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
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = nobody, TimeProvider = new InstantClock(), Timeout = Timeout.InfiniteTimeSpan });

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
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = server.Url, TimeProvider = clock, MaxAttempts = 1 });

        var call = client.CreateTokenAsync(A.DeviceToken, A.Ct);
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

        var call = client.CreateTokenAsync(A.DeviceToken, cancel.Token);
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

    [Fact]
    public async Task A_body_stream_that_does_not_look_at_the_token_is_closed_when_cancelled()
    {
        Assert.SkipUnless(CoreBuild.IsNetStandard, "Only the streams of .NET Framework are like this.");
        using var cancel = new CancellationTokenSource();
        using var client = A.Client(new StubHandler(Answer.Streaming(200, new DeafStream())));

        var call = client.CreateTokenAsync(A.DeviceToken, cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    private static SsoOidcClient Client(LoopbackServer server) => new(new SsoOidcClientOptions { EndpointUrl = server.Url });

    private static async Task WriteGzipAsync(RawExchange exchange, byte[] body)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(body);
        await exchange.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
        await exchange.WriteAsync(packed.ToArray());
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
