using System.Text.Json;
using SsoOidc.Client.Models;

namespace SsoOidc;

/// <summary>Starts a device login (RFC 8628 section 3.1): <c>POST /device_authorization</c>, unsigned.</summary>
public sealed record StartDeviceAuthorizationRequest : SsoOidcRequest<StartDeviceAuthorizationResponse>
{
    /// <summary>The id of a registered client. Required.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret of the client. Required, sensitive.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The URL of the AWS access portal. Required.</summary>
    public string? StartUrl { get; init; }

    internal override Operation Operation => Operation.StartDeviceAuthorization;

    internal override string? MissingMember =>
        ClientId is null ? nameof(ClientId) :
        ClientSecret is null ? nameof(ClientSecret) :
        StartUrl is null ? nameof(StartUrl) : null;

    internal override IEnumerable<string?> Secrets => [ClientSecret];

    internal override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteMember("clientId"u8, ClientId);
        writer.WriteMember("clientSecret"u8, ClientSecret);
        writer.WriteMember("startUrl"u8, StartUrl);
    }

    internal override StartDeviceAuthorizationResponse ReadResponse(ref Utf8JsonReader reader, ResponseMetadata metadata, DateTimeOffset receivedAt)
    {
        string? deviceCode = null, userCode = null, verificationUri = null, verificationUriComplete = null;
        int? expiresIn = null, interval = null;
        while (reader.ReadMember())
        {
            if (reader.IsMember("deviceCode"u8)) deviceCode = reader.ReadString();
            else if (reader.IsMember("userCode"u8)) userCode = reader.ReadString();
            else if (reader.IsMember("verificationUri"u8)) verificationUri = reader.ReadString();
            else if (reader.IsMember("verificationUriComplete"u8)) verificationUriComplete = reader.ReadString();
            else if (reader.IsMember("expiresIn"u8)) expiresIn = reader.ReadInt32();
            else if (reader.IsMember("interval"u8)) interval = reader.ReadInt32();
            else reader.SkipMember();
        }

        return new StartDeviceAuthorizationResponse
        {
            DeviceCode = deviceCode,
            UserCode = userCode,
            VerificationUri = verificationUri,
            VerificationUriComplete = verificationUriComplete,
            ExpiresIn = expiresIn,
            Interval = interval,
            Metadata = metadata,
            ReceivedAt = receivedAt,
        };
    }
}
