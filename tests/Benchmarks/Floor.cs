using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace SsoOidc.Benchmarks;

/// <summary>The floor: the same exchange with a bare HttpClient and source-generated JSON, without anything a client adds.</summary>
internal sealed class Floor(Uri endpoint) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler());
    private readonly Uri _address = new(endpoint.AbsoluteUri.TrimEnd('/') + "/token");

    private readonly FloorRequest _request = new(Payload.ClientId, Payload.ClientSecret, GrantTypes.DeviceCode, Payload.DeviceCode);

    public async Task<FloorResponse> CreateTokenAsync()
    {
        using var response = await PostAsync();
        return (await response.Content.ReadFromJsonAsync(FloorJson.Default.FloorResponse))!;
    }

    public async Task<FloorError> PollAsync()
    {
        using var response = await PostAsync();
        return response.StatusCode == HttpStatusCode.BadRequest
            ? (await response.Content.ReadFromJsonAsync(FloorJson.Default.FloorError))!
            : throw new InvalidOperationException();
    }

    public void Dispose() => _client.Dispose();

    private Task<HttpResponseMessage> PostAsync() => _client.PostAsJsonAsync(_address, _request, FloorJson.Default.FloorRequest);
}

internal sealed record FloorRequest(string ClientId, string ClientSecret, string GrantType, string DeviceCode);

internal sealed record FloorResponse(string? AccessToken, string? TokenType, int? ExpiresIn, string? RefreshToken);

internal sealed record FloorError(
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_description")] string? ErrorDescription);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FloorRequest))]
[JsonSerializable(typeof(FloorResponse))]
[JsonSerializable(typeof(FloorError))]
internal sealed partial class FloorJson : JsonSerializerContext;
