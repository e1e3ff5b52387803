using System.Text.Json;
using SsoOidc.Client.Models;

namespace SsoOidc;

/// <summary>Creates or refreshes a token: <c>POST /token</c>, unsigned.</summary>
public sealed record CreateTokenRequest : SsoOidcRequest<CreateTokenResponse>
{
    /// <summary>The id of a registered client. Required.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret of the client. Required, sensitive.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The grant, see <see cref="GrantTypes"/>. Required; unknown values are passed through.</summary>
    public string? GrantType { get; init; }

    /// <summary>The device code, for <see cref="GrantTypes.DeviceCode"/>. A secret.</summary>
    public string? DeviceCode { get; init; }

    /// <summary>The authorization code, for <see cref="GrantTypes.AuthorizationCode"/>. A secret, used once.</summary>
    public string? Code { get; init; }

    /// <summary>The refresh token, for <see cref="GrantTypes.RefreshToken"/>. Sensitive.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Scopes. Without effect at the service: a token always has every registered scope.</summary>
    public IReadOnlyList<string>? Scope { get; init; }

    /// <summary>The redirect URI that was used at <c>/authorize</c>, with its port.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The PKCE verifier (RFC 7636 section 4.1), 43 to 128 characters. Sensitive.</summary>
    public string? CodeVerifier { get; init; }

    internal override Operation Operation => Operation.CreateToken;

    internal override bool ReplaySafe => GrantTypes.IsReplaySafe(GrantType);

    internal override string? MissingMember =>
        ClientId is null ? nameof(ClientId) :
        ClientSecret is null ? nameof(ClientSecret) :
        GrantType is null ? nameof(GrantType) : null;

    internal override IEnumerable<string?> Secrets => [ClientSecret, DeviceCode, Code, RefreshToken, CodeVerifier];

    internal override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteMember("clientId"u8, ClientId);
        writer.WriteMember("clientSecret"u8, ClientSecret);
        writer.WriteMember("grantType"u8, GrantType);
        writer.WriteMember("deviceCode"u8, DeviceCode);
        writer.WriteMember("code"u8, Code);
        writer.WriteMember("refreshToken"u8, RefreshToken);
        writer.WriteMember("scope"u8, Scope);
        writer.WriteMember("redirectUri"u8, RedirectUri);
        writer.WriteMember("codeVerifier"u8, CodeVerifier);
    }

    internal override CreateTokenResponse ReadResponse(ref Utf8JsonReader reader, ResponseMetadata metadata, DateTimeOffset receivedAt)
    {
        string? accessToken = null, tokenType = null, refreshToken = null, idToken = null;
        int? expiresIn = null;
        while (reader.ReadMember())
        {
            if (reader.IsMember("accessToken"u8)) accessToken = reader.ReadString();
            else if (reader.IsMember("tokenType"u8)) tokenType = reader.ReadString();
            else if (reader.IsMember("expiresIn"u8)) expiresIn = reader.ReadInt32();
            else if (reader.IsMember("refreshToken"u8)) refreshToken = reader.ReadString();
            else if (reader.IsMember("idToken"u8)) idToken = reader.ReadString();
            else reader.SkipMember();
        }

        return new CreateTokenResponse
        {
            AccessToken = accessToken,
            TokenType = tokenType,
            ExpiresIn = expiresIn,
            RefreshToken = refreshToken,
            IdToken = idToken,
            Metadata = metadata,
            ReceivedAt = receivedAt,
        };
    }
}
