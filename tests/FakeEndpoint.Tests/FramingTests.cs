using System.Net;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

/// <summary>Requests that are wrong before any rule of the service applies; each is answered and survived.</summary>
public sealed class FramingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{\"clientName\":\"a\",\"clientName\":\"b\",\"clientType\":\"public\"}")]
    [InlineData("{\"clientName\":\"a\",\"clientType\":\"public\"} x")]
    public async Task A_body_that_is_no_json_object_is_a_serialization_error(string body)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var answer = await caller.PostAsync("/client/register", body);

        Assert.Equal((HttpStatusCode.BadRequest, "SerializationException"), (answer.Status, answer.ErrorType));
        await caller.RegisterAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-amz-json-1.1")]
    [InlineData("application/json; charset=latin1")]
    public async Task Another_content_type_is_unsupported(string contentType)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var answer = await caller.PostAsync("/client/register", """{"clientName":"a","clientType":"public"}""", contentType);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaTypeException"), (answer.Status, answer.ErrorType));
    }

    [Fact]
    public async Task A_charset_of_utf8_is_fine()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var answer = await caller.PostAsync(
            "/client/register", """{"clientName":"a","clientType":"public"}""", "application/json; charset=utf-8");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/Token")]
    [InlineData("/token/")]
    [InlineData("/__fake")]
    public async Task An_unknown_address_is_an_unknown_operation(string path)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var answer = await caller.PostAsync(path, "{}");

        Assert.Equal((HttpStatusCode.NotFound, "UnknownOperationException"), (answer.Status, answer.ErrorType));
        Assert.Equal("Unknown", Assert.Single(server.Journal).Operation);
    }

    [Fact]
    public async Task The_wrong_method_is_told_the_right_one()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var answer = await caller.GetAsync("/token");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal("POST", Assert.Single(answer.Message.Content.Headers.Allow));
    }

    [Theory]
    [InlineData(64 * 1024, 400)]
    [InlineData(64 * 1024 + 1, 413)]
    [InlineData(1024 * 1024, 413)]
    public async Task A_body_over_64_kib_is_too_large(int bytes, int status)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var answer = await caller.PostAsync("/client/register", new string(' ', bytes));

        Assert.Equal(status, (int)answer.Status);
        await caller.RegisterAsync();
    }

    [Fact]
    public async Task A_base_path_goes_before_every_address()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { BasePath = "/some/prefix" }, Token);
        using var caller = new Caller(server);

        var device = await caller.StartDeviceAsync(await caller.RegisterAsync());
        using var outside = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/token"));

        Assert.EndsWith("/some/prefix", server.Url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(server.Url + "/device", device.String("verificationUri"));
        Assert.Equal("/some/prefix/device_authorization", server.Journal[^1].Path);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.SendAsync(outside)).Status);
    }
}
