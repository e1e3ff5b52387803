using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SsoOidc.FakeEndpoint.Tests.Support;

/// <summary>An answer read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? ErrorType => Header("x-amzn-ErrorType");

    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    public string String(string member) => Json.GetProperty(member).GetString()!;
}

internal sealed record Registered(string Id, string Secret);

/// <summary>Bare HTTP against a fake: what a client sends, spelled out.</summary>
internal sealed class Caller : IDisposable
{
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";
    public const string Verifier = "0123456789-abcdefghijklmnopqrstuvwxyz._~ABCDEFGHIJ";

    private readonly HttpClient _http;
    private readonly string _base;

    public Caller(FakeServer server)
    {
        _base = server.Url.AbsoluteUri.TrimEnd('/');
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    public static string Challenge { get; } = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<Answer> PostAsync(string path, string json, string contentType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = content });
    }

    public Task<Answer> PostAsync(string path, Dictionary<string, object?> members) => PostAsync(path, JsonSerializer.Serialize(members));

    public Task<Answer> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = content });
    }

    public Task<Answer> GetAsync(string pathAndQuery, string? bearer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _base + pathAndQuery);
        if (bearer is not null)
            request.Headers.Add("x-amz-sso_bearer_token", bearer);
        return SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            var response = await _http.SendAsync(request, Token);
            return new Answer(response.StatusCode, response, await response.Content.ReadAsStringAsync(Token));
        }
    }

    public async Task<Registered> RegisterAsync(Dictionary<string, object?>? more = null)
    {
        var members = new Dictionary<string, object?>(more ?? []) { ["clientName"] = "test", ["clientType"] = "public" };
        var answer = await PostAsync("/client/register", members);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return new Registered(answer.String("clientId"), answer.String("clientSecret"));
    }

    public Task<Registered> RegisterScopedAsync() => RegisterAsync(new() { ["scopes"] = new[] { "sso:account:access" } });

    public Task<Registered> RegisterForCodeAsync() => RegisterAsync(new()
    {
        ["scopes"] = new[] { "sso:account:access" },
        ["grantTypes"] = new[] { "authorization_code", "refresh_token" },
        ["redirectUris"] = new[] { "http://127.0.0.1/oauth/callback" },
    });

    public Task<Answer> StartDeviceAsync(Registered client) => PostAsync("/device_authorization", new()
    {
        ["clientId"] = client.Id,
        ["clientSecret"] = client.Secret,
        ["startUrl"] = "https://d-0123456789.awsapps.com/start",
    });

    public Task<Answer> TokenAsync(Registered client, string grantType, params (string Name, string Value)[] more)
    {
        var members = new Dictionary<string, object?>
        {
            ["clientId"] = client.Id,
            ["clientSecret"] = client.Secret,
            ["grantType"] = grantType,
        };
        foreach (var (name, value) in more)
            members[name] = value;
        return PostAsync("/token", members);
    }

    public Task<Answer> PollAsync(Registered client, string deviceCode) => TokenAsync(client, DeviceCode, ("deviceCode", deviceCode));

    /// <summary>A whole device login.</summary>
    public async Task<Answer> LogInAsync(Registered client)
    {
        var device = await StartDeviceAsync(client);
        var token = await PollAsync(client, device.String("deviceCode"));
        Assert.Equal(HttpStatusCode.OK, token.Status);
        return token;
    }

    public static string AuthorizeQuery(
        string clientId, string redirectUri = "http://127.0.0.1:49152/oauth/callback", string scopes = "sso:account:access") =>
        "/authorize?response_type=code&client_id=" + Uri.EscapeDataString(clientId) + "&redirect_uri=" + Uri.EscapeDataString(redirectUri)
        + "&state=s-1&code_challenge_method=S256&scopes=" + Uri.EscapeDataString(scopes) + "&code_challenge=" + Challenge;

    /// <summary>The query members of the address an answer redirects to.</summary>
    public static Dictionary<string, string> Redirected(Answer answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return answer.Message.Headers.Location!.Query.TrimStart('?').Split('&').Select(p => p.Split('='))
            .ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
    }

    /// <summary>A modelled error must come with its status, its header and its <c>error</c> value.</summary>
    public static void AssertError(Answer answer, string name, string? description = null)
    {
        var (status, error) = name switch
        {
            "InvalidClientException" => (401, "invalid_client"),
            "InternalServerException" => (500, "server_error"),
            "InvalidRequestRegionException" => (400, "invalid_request"),
            _ => (400, JsonNamingPolicy.SnakeCaseLower.ConvertName(name[..^"Exception".Length])),
        };
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal($"{name}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/", answer.ErrorType);
        Assert.Equal(error, answer.String("error"));
        if (description is not null)
            Assert.Equal(description, answer.String("error_description"));
    }

    public void Dispose() => _http.Dispose();
}
