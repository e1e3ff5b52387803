using SsoOidc.Base;
using SsoOidc.Endpoints;

namespace SsoOidc.Config;

/// <summary>Checks a configured region where it is read, so that the error can name the place.</summary>
internal static class RegionName
{
    /// <exception cref="SsoOidcConfigurationException">The value cannot be a region.</exception>
    public static void Validate(Setting<string> region)
    {
        if (!EndpointResolver.IsHostLabel(region.Value))
        {
            throw new SsoOidcConfigurationException(
                $"'{Shown.Clean(region.Value, 80)}' from {region.Source} is not a region name. Give one such as us-east-1.");
        }
    }
}
