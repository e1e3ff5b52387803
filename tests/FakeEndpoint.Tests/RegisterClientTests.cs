using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class RegisterClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_with_all_members_the_service_has()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);

        var answer = await caller.PostAsync("/client/register", """{"clientName":"x","clientType":"public","unknown":[1]}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            ["authorizationEndpoint", "clientId", "clientIdIssuedAt", "clientSecret", "clientSecretExpiresAt", "tokenEndpoint"],
            answer.Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("tokenEndpoint").ValueKind);
        Assert.Equal(1795348800, answer.Json.GetProperty("clientIdIssuedAt").GetInt64());
        Assert.Equal(1795348800 + 90 * 86400, answer.Json.GetProperty("clientSecretExpiresAt").GetInt64());
        Assert.True(Guid.TryParse(answer.Header("x-amzn-RequestId"), out _));
        Assert.Equal("Sun, 22 Nov 2026 12:00:00 GMT", answer.Header("Date"));
    }

    [Theory]
    [InlineData("""{"clientType":"public"}""", "InvalidRequestException", "Missing required member: clientName")]
    [InlineData("""{"clientName":"x"}""", "InvalidRequestException", "Missing required member: clientType")]
    [InlineData("""{"clientName":null,"clientType":"public"}""", "InvalidRequestException", "Missing required member: clientName")]
    [InlineData("""{"clientName":7,"clientType":"public"}""", "InvalidRequestException", "clientName must be a string")]
    [InlineData("""{"clientName":"x","clientType":"public","scopes":"a"}""", "InvalidRequestException", "scopes must be a list of strings")]
    [InlineData("""{"clientName":"x","clientType":"public","scopes":[1]}""", "InvalidRequestException", "scopes must be a list of strings")]
    [InlineData("""{"clientName":"x","clientType":"confidential"}""", "InvalidClientMetadataException", null)]
    [InlineData("""{"clientName":"x","clientType":"public","scopes":["sso:account:access","no:such"]}""", "InvalidScopeException", null)]
    [InlineData("""{"clientName":"x","clientType":"public","grantTypes":["password"]}""", "UnsupportedGrantTypeException", null)]
    [InlineData("""{"clientName":"x","clientType":"public","redirectUris":["http://a.com/cb"]}""", "InvalidRedirectUriException", null)]
    [InlineData("""{"clientName":"x","clientType":"public","redirectUris":["/cb"]}""", "InvalidRedirectUriException", null)]
    [InlineData("""{"clientName":"x","clientType":"public","redirectUris":["http://[::1]/cb#f"]}""", "InvalidRedirectUriException", null)]
    [InlineData("""{"clientName":"x","clientType":"public","issuerUrl":"nonsense"}""", "InvalidRequestException", "Invalid issuerUrl")]
    [InlineData("""{"clientName":"x","clientType":"public","entitledApplicationArn":"arn:x"}""", "InvalidRequestException", null)]
    public async Task Refuses_bad_metadata(string body, string name, string? description)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        Caller.AssertError(await caller.PostAsync("/client/register", body), name, description);
    }

    [Theory]
    [InlineData("""{"clientName":"x","clientType":"public","scopes":[],"redirectUris":[],"grantTypes":[]}""")]
    [InlineData("""{"clientName":"é 日本","clientType":"public","redirectUris":["http://127.0.0.1/cb","https://a.com/","my://cb"]}""")]
    [InlineData("""{"clientName":"x","clientType":"public","issuerUrl":"https://d-1.awsapps.com/start/#/"}""")]
    [InlineData(
        """{"clientName":"x","clientType":"public","entitledApplicationArn":"arn:aws:sso::123456789012:application/ssoins-1/apl-2"}""")]
    public async Task Accepts_what_the_model_allows(string body)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/client/register", body)).Status);
    }

    [Fact]
    public async Task A_registration_dies_after_its_lifetime()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();

        time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await caller.StartDeviceAsync(client)).Status);
        time.Advance(TimeSpan.FromSeconds(1));

        Caller.AssertError(await caller.StartDeviceAsync(client), "InvalidClientException");
    }
}
