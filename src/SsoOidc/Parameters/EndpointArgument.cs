using SsoOidc.Base;

namespace SsoOidc.Parameters;

/// <summary>An endpoint as users give it.</summary>
internal static class EndpointArgument
{
    /// <exception cref="ArgumentException">The text is not an absolute http or https address.</exception>
    public static Uri? Parse(string? url)
    {
        if (url is null)
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? address
            : throw new ArgumentException($"-EndpointUrl '{Shown.Clean(url)}' is not an absolute address; expected one like https://oidc.eu-west-1.amazonaws.com.");
    }
}
