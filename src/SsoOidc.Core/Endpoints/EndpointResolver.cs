using SsoOidc.Base;
using SsoOidc.Errors;

namespace SsoOidc.Endpoints;

/// <summary>The endpoint rules of the service (botocore's endpoint rule set for sso-oidc).</summary>
internal static class EndpointResolver
{
    /// <summary>The base address for the given settings. The portal and STS follow the same rules under host names of their own.</summary>
    /// <exception cref="SsoOidcConfigurationException">The settings contradict each other, or the region is missing or malformed.</exception>
    public static Uri Resolve(string? region, Uri? endpointUrl = null, bool useFips = false, bool useDualStack = false, string service = "oidc")
    {
        region = Normalize(region, ref useFips);
        if (endpointUrl is not null)
            return Custom(endpointUrl, useFips, useDualStack);
        if (region is null)
            throw new SsoOidcConfigurationException("Invalid Configuration: Missing Region. Give one with `Region`, in the environment (AWS_REGION) or in a profile of ~/.aws/config; for a login it is the region of IAM Identity Center.") { Problem = ConfigurationProblem.RegionMissing };

        // Every partition has both variants. GovCloud's plain endpoints are FIPS endpoints already; its dual-stack ones are named like everybody's.
        var partition = Partitions.Of(region);
        var host = useFips && (useDualStack || partition.Name != "aws-us-gov") ? service + "-fips" : service;
        return new Uri($"https://{host}.{region}.{(useDualStack ? partition.DualStackDnsSuffix : partition.DnsSuffix)}");
    }

    /// <summary>The region that requests are signed for; null without one.</summary>
    public static string? SigningRegion(string? region)
    {
        var fips = false;
        return Normalize(region, ref fips);
    }

    private static Uri Custom(Uri endpointUrl, bool useFips, bool useDualStack)
    {
        if (useFips)
            throw new SsoOidcConfigurationException("Invalid Configuration: FIPS and custom endpoint are not supported");
        if (useDualStack)
            throw new SsoOidcConfigurationException("Invalid Configuration: Dualstack and custom endpoint are not supported");
        if (!IsAddress(endpointUrl))
            throw new SsoOidcConfigurationException($"The endpoint URL '{Shown.Address(endpointUrl.OriginalString)}' is not an absolute https:// or http:// address.");
        if (endpointUrl.Query.Length > 0 || endpointUrl.Fragment.Length > 0 || endpointUrl.UserInfo.Length > 0)
            throw new SsoOidcConfigurationException("The endpoint URL must not have a query, a fragment or a user name: give scheme, host, port and path only.");
        return endpointUrl;
    }

    /// <summary>Checks the region and takes the old pseudo-regions <c>fips-X</c> and <c>X-fips</c> as X with FIPS.</summary>
    private static string? Normalize(string? region, ref bool useFips)
    {
        if (string.IsNullOrEmpty(region))
            return null;
        // Host names do not tell the cases apart, but a signature does.
        region = region!.ToLowerInvariant();
        if (region.StartsWith("fips-", StringComparison.Ordinal))
        {
            useFips = true;
            region = region.Substring("fips-".Length);
        }
        else if (region.EndsWith("-fips", StringComparison.Ordinal))
        {
            useFips = true;
            region = region.Substring(0, region.Length - "-fips".Length);
        }

        return IsHostLabel(region)
            ? region
            : throw new SsoOidcConfigurationException($"The region '{Shown.Clean(region, 80)}' is not a region name. Expected one like eu-west-1: letters, digits and hyphens, 63 characters at most.");
    }

    /// <summary>Whether something can be reached at it: .NET takes a host of nothing but invisible characters too.</summary>
    internal static bool IsAddress(Uri url)
    {
        try
        {
            return url is { IsAbsoluteUri: true, Scheme: "https" or "http" } && url.IdnHost.Any(Platform.IsAsciiLetterOrDigit);
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    /// <summary>What a person should know of an endpoint before secrets go there; null if nothing.</summary>
    public static string? WarningOf(Uri endpoint) => endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback
        ? $"The endpoint {Shown.Clean(endpoint.Authority)} is plain http: secrets travel unencrypted. Use https."
        : null;

    /// <summary>RFC 1123 section 2.1: letters, digits and inner hyphens, 1 to 63 of them. What passes cannot change the host.</summary>
    internal static bool IsHostLabel(string label)
    {
        if (label.Length is 0 or > 63 || label[0] == '-' || label[label.Length - 1] == '-')
            return false;
        foreach (var c in label)
        {
            if (!Platform.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
        }

        return true;
    }
}
