using System.Text.Json;
using SsoOidc.Client.Models;

namespace SsoOidc;

/// <summary>Creates or refreshes a token for an application, authorized by IAM: <c>POST /token?aws_iam=t</c>, signed with SigV4 (<c>sso-oauth</c>).</summary>
public sealed record CreateTokenWithIAMRequest : SsoOidcRequest<CreateTokenWithIAMResponse>
{
    /// <summary>The ARN of the application, <c>arn:aws:sso::&lt;account&gt;:application/ssoins-…/apl-…</c>. Required.</summary>
    public string? ClientId { get; init; }

    /// <summary>The grant, see <see cref="GrantTypes"/>. Required; unknown values are passed through.</summary>
    public string? GrantType { get; init; }

    /// <summary>The authorization code, for <see cref="GrantTypes.AuthorizationCode"/>. A secret, used once.</summary>
    public string? Code { get; init; }

    /// <summary>The redirect URI that was used at <c>/authorize</c>.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The PKCE verifier (RFC 7636 section 4.1). Sensitive.</summary>
    public string? CodeVerifier { get; init; }

    /// <summary>The refresh token, for <see cref="GrantTypes.RefreshToken"/>. Sensitive.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The JWT of a trusted token issuer, for <see cref="GrantTypes.JwtBearer"/>. Sensitive, used once.</summary>
    public string? Assertion { get; init; }

    /// <summary>The token to exchange, for <see cref="GrantTypes.TokenExchange"/>. Sensitive.</summary>
    public string? SubjectToken { get; init; }

    /// <summary>The type of <see cref="SubjectToken"/>; the service takes <see cref="TokenTypes.AccessToken"/>.</summary>
    public string? SubjectTokenType { get; init; }

    /// <summary>The type of the wanted token, see <see cref="TokenTypes"/>.</summary>
    public string? RequestedTokenType { get; init; }

    /// <summary>Scopes that narrow the grant; all configured ones when absent.</summary>
    public IReadOnlyList<string>? Scope { get; init; }

    internal override Operation Operation => Operation.CreateTokenWithIAM;

    internal override bool ReplaySafe => GrantTypes.IsReplaySafe(GrantType);

    internal override string? MissingMember =>
        ClientId is null ? nameof(ClientId) :
        GrantType is null ? nameof(GrantType) : null;

    internal override IEnumerable<string?> Secrets => [Code, CodeVerifier, RefreshToken, Assertion, SubjectToken];

    internal override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteMember("clientId"u8, ClientId);
        writer.WriteMember("grantType"u8, GrantType);
        writer.WriteMember("code"u8, Code);
        writer.WriteMember("redirectUri"u8, RedirectUri);
        writer.WriteMember("codeVerifier"u8, CodeVerifier);
        writer.WriteMember("refreshToken"u8, RefreshToken);
        writer.WriteMember("assertion"u8, Assertion);
        writer.WriteMember("subjectToken"u8, SubjectToken);
        writer.WriteMember("subjectTokenType"u8, SubjectTokenType);
        writer.WriteMember("requestedTokenType"u8, RequestedTokenType);
        writer.WriteMember("scope"u8, Scope);
    }

    internal override CreateTokenWithIAMResponse ReadResponse(ref Utf8JsonReader reader, ResponseMetadata metadata, DateTimeOffset receivedAt)
    {
        string? accessToken = null, tokenType = null, refreshToken = null, idToken = null, issuedTokenType = null;
        int? expiresIn = null;
        IReadOnlyList<string>? scope = null;
        AwsAdditionalDetails? details = null;
        while (reader.ReadMember())
        {
            if (reader.IsMember("accessToken"u8)) accessToken = reader.ReadString();
            else if (reader.IsMember("tokenType"u8)) tokenType = reader.ReadString();
            else if (reader.IsMember("expiresIn"u8)) expiresIn = reader.ReadInt32();
            else if (reader.IsMember("refreshToken"u8)) refreshToken = reader.ReadString();
            else if (reader.IsMember("idToken"u8)) idToken = reader.ReadString();
            else if (reader.IsMember("issuedTokenType"u8)) issuedTokenType = reader.ReadString();
            else if (reader.IsMember("scope"u8)) scope = reader.ReadStrings();
            else if (reader.IsMember("awsAdditionalDetails"u8)) details = ReadDetails(ref reader);
            else reader.SkipMember();
        }

        return new CreateTokenWithIAMResponse
        {
            AccessToken = accessToken,
            TokenType = tokenType,
            ExpiresIn = expiresIn,
            RefreshToken = refreshToken,
            IdToken = idToken,
            IssuedTokenType = issuedTokenType,
            Scope = scope,
            AwsAdditionalDetails = details,
            Metadata = metadata,
            ReceivedAt = receivedAt,
        };
    }

    private static AwsAdditionalDetails? ReadDetails(ref Utf8JsonReader reader)
    {
        if (!reader.ReadObjectStart())
            return null;
        string? identityContext = null;
        while (reader.ReadMember())
        {
            if (reader.IsMember("identityContext"u8)) identityContext = reader.ReadString();
            else reader.SkipMember();
        }

        return new AwsAdditionalDetails { IdentityContext = identityContext };
    }
}
