namespace SsoOidc.Endpoints;

/// <summary>AWS's partitions, as botocore's partition data lists them. The only place that knows them.</summary>
internal static class Partitions
{
    public static readonly Partition[] All =
    [
        new("aws", ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"], "amazonaws.com", "api.aws"),
        new("aws-cn", ["cn"], "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        new("aws-us-gov", ["us-gov"], "amazonaws.com", "api.aws"),
        new("aws-eusc", ["eusc-de"], "amazonaws.eu", "api.amazonwebservices.eu"),
        new("aws-iso", ["us-iso"], "c2s.ic.gov", "api.aws.ic.gov"),
        new("aws-iso-b", ["us-isob"], "sc2s.sgov.gov", "api.aws.scloud"),
        new("aws-iso-e", ["eu-isoe"], "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        new("aws-iso-f", ["us-isof"], "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    ];

    /// <summary>The partition of a region; <c>aws</c> for one that none claims, so that a new region works.</summary>
    public static Partition Of(string region) => Find(region) ?? All[0];

    /// <summary>The partition that claims a region by the form of its name, or null.</summary>
    public static Partition? Find(string region)
    {
        foreach (var partition in All)
        {
            // The one name in a partition's region list that its pattern does not match.
            if (region == partition.Name + "-global")
                return partition;
            foreach (var prefix in partition.Prefixes)
            {
                if (IsRegionOf(prefix, region))
                    return partition;
            }
        }

        return null;
    }

    private static bool IsRegionOf(string prefix, string region)
    {
        if (!region.StartsWith(prefix + "-", StringComparison.Ordinal))
            return false;
        var word = prefix.Length + 1;
        var hyphen = region.IndexOf('-', word);
        return hyphen > word && hyphen + 1 < region.Length
            && region.AsSpan(hyphen + 1).IndexOfAnyExceptDigits() < 0
            && region.AsSpan(word, hyphen - word).IndexOfAnyExceptWord() < 0;
    }

    private static int IndexOfAnyExceptDigits(this ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9')
                return i;
        }

        return -1;
    }

    private static int IndexOfAnyExceptWord(this ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLetterOrDigit(text[i]) && text[i] != '_')
                return i;
        }

        return -1;
    }
}
