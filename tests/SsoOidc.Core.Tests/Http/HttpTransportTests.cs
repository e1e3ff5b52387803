using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SsoOidc.Tests.Http;

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

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    public async Task A_compressed_answer_is_read_although_none_is_asked_for(string coding)
    {
        await using var server = new LoopbackServer(exchange => WriteGzipAsync(exchange, Encoding.UTF8.GetBytes(Token), coding));
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

    private static SsoOidcClient Client(LoopbackServer server) => new(new SsoOidcClientOptions { EndpointUrl = server.Url });

    private static async Task WriteGzipAsync(RawExchange exchange, byte[] body, string coding = "gzip")
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(body);
        await exchange.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {packed.Length}\r\n\r\n");
        await exchange.WriteAsync(packed.ToArray());
    }
}
