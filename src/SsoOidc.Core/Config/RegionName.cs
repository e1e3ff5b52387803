namespace SsoOidc.Config;

/// <summary>A region becomes part of a host name, so it has to be one label of it.</summary>
internal static class RegionName
{
    public static bool IsValid(string region) =>
        region.Length is > 0 and <= 63
        && region[0] != '-'
        && region[region.Length - 1] != '-'
        && region.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-');

    /// <exception cref="SsoOidcConfigurationException">The value cannot be a region.</exception>
    public static void Validate(Setting<string> region)
    {
        if (!IsValid(region.Value))
        {
            throw new SsoOidcConfigurationException(
                $"'{Text.Clean(region.Value, 70)}' from {region.Source} is not a region name. Give one such as us-east-1.");
        }
    }
}
