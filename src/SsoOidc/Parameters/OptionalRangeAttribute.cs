using System.Management.Automation;

namespace SsoOidc;

/// <summary>A range of numbers for a parameter that a piped record may leave null, which <see cref="ValidateRangeAttribute"/> refuses.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionalRangeAttribute(int least, int most) : ValidateArgumentsAttribute
{
    /// <summary>The least number.</summary>
    public int Least => least;

    /// <summary>The greatest number.</summary>
    public int Most => most;

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is int number && (number < least || number > most))
            throw new ValidationMetadataException($"{number} is not a number from {least} to {most}.");
    }
}
