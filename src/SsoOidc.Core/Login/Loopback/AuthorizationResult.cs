namespace SsoOidc.Login.Loopback;

/// <summary>How the redirect ended: a code, or the error that stands in its place (RFC 6749 section 4.1.2).</summary>
internal sealed class AuthorizationResult(string? code, string? error, string? errorDescription)
{
    public string? Code { get; } = code;

    public string? Error { get; } = error;

    public string? ErrorDescription { get; } = errorDescription;
}
