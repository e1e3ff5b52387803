using System.Management.Automation;

namespace SsoOidc;

/// <summary>
/// Takes null or an empty text, as an empty cell of a table is one, for no value. PowerShell would take an empty text for zero, and null for a
/// switch that is set.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmptyIsAbsentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter is a switch.</summary>
    public bool IsSwitch { get; set; }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => true;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is null or "" ? IsSwitch ? false : null! : inputData;
}
