using System.Net;

namespace SsoOidc.Credentials;

/// <summary>An answer of any status.</summary>
internal sealed class CredentialResponse(HttpStatusCode status, byte[] body)
{
    public HttpStatusCode Status { get; } = status;

    public byte[] Body { get; } = body;

    public bool IsSuccess => (int)Status is >= 200 and <= 299;
}
