using System.Management.Automation;

namespace SsoOidc.Parameters;

/// <summary>A region as users and other modules give it.</summary>
internal static class RegionArgument
{
    /// <summary>The name in a string, in an <c>AWSRegion</c> or <c>RegionEndpoint</c> (SystemName), or in any object with a Region.</summary>
    /// <param name="region">What was given.</param>
    /// <param name="givenAs">The parameter or variable, for the error.</param>
    /// <exception cref="ArgumentException">The object has none of these.</exception>
    public static string? NameOf(object? region, string givenAs = "-Region")
    {
        var value = region is PSObject wrapped ? wrapped.BaseObject : region;
        if (value is null or string)
            return string.IsNullOrEmpty(value as string) ? null : (string)value!;
        var properties = PSObject.AsPSObject(region).Properties;
        return (properties["SystemName"] ?? properties["Region"])?.Value as string
            ?? throw new ArgumentException($"{givenAs} is a {value.GetType().Name}; expected a region's name such as eu-west-1, or an object with a SystemName or Region.");
    }
}
