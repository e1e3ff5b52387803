using System.Text.Json;
using SsoOidc.Client.Models;

namespace SsoOidc;

/// <summary>Registers a client with IAM Identity Center: <c>POST /client/register</c>, unsigned.</summary>
public sealed record RegisterClientRequest : SsoOidcRequest<RegisterClientResponse>
{
    /// <summary>Display name of the client. Required.</summary>
    public string? ClientName { get; init; }

    /// <summary>Type of the client. Required; the service accepts <c>public</c> only.</summary>
    public string? ClientType { get; init; }

    /// <summary>Scopes the client may ask for. With <c>sso:account:access</c> its tokens can be refreshed.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Allowed redirect targets of the authorization code grant; loopback is registered without a port: <c>http://127.0.0.1/oauth/callback</c>.</summary>
    public IReadOnlyList<string>? RedirectUris { get; init; }

    /// <summary>Allowed grants, see <see cref="SsoOidc.GrantTypes"/>.</summary>
    public IReadOnlyList<string>? GrantTypes { get; init; }

    /// <summary>Issuer URL of the Identity Center instance; the start URL works here.</summary>
    public string? IssuerUrl { get; init; }

    /// <summary>ARN of the application whose administrator settings restrict scopes, grants and redirect URIs.</summary>
    public string? EntitledApplicationArn { get; init; }

    internal override Operation Operation => Operation.RegisterClient;

    internal override string? MissingMember =>
        ClientName is null ? nameof(ClientName) :
        ClientType is null ? nameof(ClientType) : null;

    internal override IEnumerable<string?> Secrets => [];

    internal override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteMember("clientName"u8, ClientName);
        writer.WriteMember("clientType"u8, ClientType);
        writer.WriteMember("scopes"u8, Scopes);
        writer.WriteMember("redirectUris"u8, RedirectUris);
        writer.WriteMember("grantTypes"u8, GrantTypes);
        writer.WriteMember("issuerUrl"u8, IssuerUrl);
        writer.WriteMember("entitledApplicationArn"u8, EntitledApplicationArn);
    }

    internal override RegisterClientResponse ReadResponse(ref Utf8JsonReader reader, ResponseMetadata metadata, DateTimeOffset receivedAt)
    {
        string? clientId = null, clientSecret = null, authorizationEndpoint = null, tokenEndpoint = null;
        long? issuedAt = null, expiresAt = null;
        while (reader.ReadMember())
        {
            if (reader.IsMember("clientId"u8)) clientId = reader.ReadString();
            else if (reader.IsMember("clientSecret"u8)) clientSecret = reader.ReadString();
            else if (reader.IsMember("clientIdIssuedAt"u8)) issuedAt = reader.ReadInt64();
            else if (reader.IsMember("clientSecretExpiresAt"u8)) expiresAt = reader.ReadInt64();
            else if (reader.IsMember("authorizationEndpoint"u8)) authorizationEndpoint = reader.ReadString();
            else if (reader.IsMember("tokenEndpoint"u8)) tokenEndpoint = reader.ReadString();
            else reader.SkipMember();
        }

        return new RegisterClientResponse
        {
            ClientId = clientId,
            ClientSecret = clientSecret,
            ClientIdIssuedAt = issuedAt,
            ClientSecretExpiresAt = expiresAt,
            AuthorizationEndpoint = authorizationEndpoint,
            TokenEndpoint = tokenEndpoint,
            Metadata = metadata,
            ReceivedAt = receivedAt,
        };
    }
}
