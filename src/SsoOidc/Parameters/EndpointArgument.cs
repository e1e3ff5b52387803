using SsoOidc.Base;
using SsoOidc.Endpoints;

namespace SsoOidc.Parameters;

/// <summary>An endpoint as users give it.</summary>
internal static class EndpointArgument
{
    /// <param name="url">What was given.</param>
    /// <param name="givenAs">The parameter, for the error.</param>
    /// <exception cref="ArgumentException">The text is not an absolute http or https address.</exception>
    public static Uri? Parse(string? url, string givenAs)
    {
        if (string.IsNullOrEmpty(url))
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && EndpointResolver.IsAddress(address)
            ? address
            : throw new ArgumentException($"{givenAs} '{Shown.Address(url!)}' is not an absolute address; expected one like https://oidc.eu-west-1.amazonaws.com.");
    }
}
