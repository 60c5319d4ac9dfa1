// The profile for engines without classes, because the Hermes of npm is older than 1.0.
module.exports = { presets: [['@react-native/babel-preset', { unstable_transformProfile: 'default' }]] }
