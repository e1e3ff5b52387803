using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class ChunkedBodyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_in_chunks_is_read_whole()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "client/register"))
        {
            Content = new StringContent("""{"clientName":"chunked","clientType":"public"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;

        using var response = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var entry = Assert.Single(server.Journal);
        Assert.Equal("chunked", entry.Headers["Transfer-Encoding"]);
        Assert.Equal("chunked", entry.Body["clientName"]);
    }

    [Fact]
    public async Task Chunks_may_split_anywhere()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port, Token);
        var stream = socket.GetStream();
        await SendAsync("POST /client/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n");
        await SendAsync("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        foreach (var part in (string[])["{\"clientName\":\"a", "b\",\"clientTy", "pe\":\"public\"}"])
            await SendAsync($"{part.Length:x}\r\n{part}\r\n");
        await SendAsync("0\r\n\r\n");

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Token);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Equal("ab", Assert.Single(server.Journal).Body["clientName"]);

        Task SendAsync(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), Token).AsTask();
    }
}
