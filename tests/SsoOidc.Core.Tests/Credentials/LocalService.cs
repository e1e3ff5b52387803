using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SsoOidc.Tests.Credentials;

/// <summary>A request as it arrived.</summary>
internal sealed record Received(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The fields of a form body.</summary>
    public Dictionary<string, string> Form =>
        Text.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
}

/// <summary>A real server on a free loopback port that answers as it is told and keeps what it got.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _requests = new();

    private LocalService(WebApplication app)
    {
        _app = app;
    }

    public Uri Url => new(_app.Urls.Single());

    public IReadOnlyList<Received> Requests => [.. _requests];

    public static Task<LocalService> StartAsync(int status, string body) => StartAsync(_ => (status, body));

    public static async Task<LocalService> StartAsync(Func<Received, (int Status, string Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var service = new LocalService(builder.Build());
        service._app.Run(async context =>
        {
            var request = await ReadAsync(context.Request);
            service._requests.Enqueue(request);
            var (status, body) = answer(request);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<Received> ReadAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return new Received(
            request.Method,
            request.PathBase + request.Path + request.QueryString,
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }
}
